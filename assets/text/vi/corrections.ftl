### Loại bằng tay: mẫu đo, máy, chỗ đo, kèm lý do; tên nơi.

cli-help-leave-out = Bảng (CSV, Excel) những gì cần loại bằng tay, có các cột kind,file,row,device,lon,lat,reason; kind là sample (một dòng của tệp), phone (một máy) hoặc desk (ô vuông 25 m)
cli-said-left-out = Loại bằng tay: { $n } mục, { $samples } mẫu đo.
cli-said-leaves-nothing-out = Dòng { $row } của bảng loại bằng tay không khớp mẫu đo nào. Hãy kiểm tra tên tệp, số dòng, mã máy hoặc tọa độ.

error-bad-corrections = { $path }: có dòng không hiểu được: { $list }. Chưa có gì được phân tích; hãy sửa các dòng này rồi chạy lại.
correction-fault = dòng { $row } ({ $fault })
correction-faults-more = { $list } và { $more } dòng nữa
correction-fault-kind = cột kind phải là sample, phone hoặc desk
correction-fault-no-reason = thiếu lý do
correction-fault-no-file = thiếu tên tệp
correction-fault-row = số dòng phải là số nguyên từ 1 trở lên
correction-fault-time = không đọc được thời gian
correction-fault-no-device = thiếu mã máy
correction-fault-position = thiếu hoặc sai kinh độ, vĩ độ

edit-leave-out = loại bằng tay
edit-take-back = lấy lại mục đã loại
edit-place-name = đặt tên nơi

leave-out-sample = Loại mẫu đo này…
leave-out-phone = Loại mọi mẫu của máy này…
leave-out-desk = Loại mọi mẫu { $operator } ở chỗ này (ô 25 m)…
leave-out-menu = Bấm vào một mẫu để loại mẫu, máy hoặc chỗ đo
leave-out-title = Loại bằng tay
leave-out-n = Sẽ loại { $n } mẫu đo khỏi mọi thống kê và kết luận.
leave-out-none = Không có mẫu đo nào khớp với mục này.
leave-out-reason = Lý do (bắt buộc; được ghi trong mọi báo cáo và tệp xuất)
leave-out-reason-hint = ví dụ: máy thử của đội kỹ thuật đặt cố định
leave-out-apply = Loại
leave-out-undo = Có thể hoàn tác (Ctrl + Z) hoặc lấy lại ở bảng “Chất lượng dữ liệu”.

left-out-sample = Mẫu đo ở dòng { $row } của { $file }
left-out-phone = Một máy
left-out-desk = Ô 25 m quanh { $place } ({ $operator })
left-out-list = Đã loại bằng tay: { $n } mục, { $samples } mẫu đo. Xem hoặc lấy lại
left-out-column-what = Đã loại
left-out-column-samples = Mẫu
left-out-column-reason = Lý do
left-out-take-back = Lấy lại

place-name = Tên gọi của nơi này
place-name-hint = đặt tên dễ nhớ, ví dụ: sau chợ Trung tâm
