### Ý kiến thứ hai, thay đổi theo thời gian, bộ tiêu chí.

criteria-open = Sửa, thêm tiêu chí…
criteria-title = Bộ tiêu chí
criteria-choose = Chọn một bộ tiêu chí ở bên trái.
criteria-in-force = đang dùng
criteria-origin = Nguồn: { $source }
criteria-origin-dated = Nguồn: { $source } · từ ngày { $date }
criteria-gates = Kèm ba điều kiện kiểu FCC; các con số của chúng sửa được trong tệp TOML.
criteria-share = Được phép không đạt (%)
criteria-share-what = Tỷ lệ phiếu đo được phép không đạt ngưỡng; 50 % nghĩa là trung vị phải đạt ngưỡng.
criteria-use = Dùng bộ này
criteria-copy = Sao chép để sửa
criteria-copy-of = { $name } (bản sao)
criteria-change = Sửa
criteria-forget = Xóa
criteria-save = Lưu ra tệp…
criteria-load = Nạp từ tệp…
criteria-name = Tên
criteria-name-hint = ví dụ: Nghị quyết 12 của phường
criteria-source = Nguồn
criteria-source-hint = văn bản quy định các con số này
criteria-date = Từ ngày
criteria-date-hint = 01/03/2026
criteria-main-what = Chỉ tiêu chính: điểm yếu, vùng thiếu mẫu và bản đồ nói về chỉ tiêu này.
criteria-empty-means = Ô để trống: công nghệ đó không được xét. Chọn nút tròn để đặt chỉ tiêu chính. Tỷ lệ tính bằng phần trăm.
criteria-keep = Lưu và dùng
criteria-fault-no-name = Chưa có tên.
criteria-fault-name-taken = Tên này đã có. Hãy đặt tên khác.
criteria-fault-no-source = Chưa ghi nguồn: ai đọc kết quả cũng cần biết các con số này ở đâu ra.
criteria-fault-date = Không đọc được ngày. Hãy viết như 01/03/2026 hoặc để trống.
criteria-fault-threshold = { $metric }, { $technology }: ngưỡng phải là số lớn hơn 0.
criteria-fault-share = { $metric }: tỷ lệ được phép không đạt phải từ 0 đến dưới 100 %.
criteria-fault-no-main = Chỉ tiêu chính chưa có ngưỡng nào.
edit-own-profile = sửa bộ tiêu chí

opinions-title = Ý kiến thứ hai
opinions-ask = Hỏi ý kiến thứ hai
opinions-ask-hint = So từng ô với các ô lân cận bằng hai phép thống kê độc lập với phép quét (Gi*, Moran cục bộ). Chạy nền, không đổi kết luận.
opinions-running = Đang so từng ô với các ô lân cận…
opinions-nothing-here = Nơi này không có phiếu đo tải xuống để so.
opinions-both = Đồng ý với phép quét: nơi này nằm giữa những ô yếu hơn hẳn mức ngẫu nhiên.
opinions-scan-alone = Chỉ phép quét thấy: xét riêng từng ô thì chưa đủ phiếu để thấy cụm. Điều này không trái với phép quét, vốn xét gộp cả vùng.
opinions-neighbours-alone = Ô lân cận cho thấy một cụm mà phép quét chưa chứng minh. Nên đo thêm ở đây.
opinions-neither = Đồng ý với phép quét: chưa thấy cụm nào ở đây.
opinions-gi = { $n }/{ $cells } ô, tính cả các ô quanh nó, không đạt nhiều hơn hẳn toàn địa bàn (phép Gi*).
opinions-gi-what = Getis–Ord Gi*: ô cùng các ô chạm nó không đạt nhiều hơn hẳn mức chung. Đã kiểm soát phát hiện sai ở mức 5 % (Benjamini–Hochberg).
opinions-moran = { $n }/{ $cells } ô không đạt nhiều, nằm giữa các ô cũng không đạt nhiều (phép Moran cục bộ).
opinions-moran-what = Local Moran's I với 999 hoán vị có điều kiện, đã kiểm soát phát hiện sai ở mức 5 % (Benjamini–Hochberg).
opinions-shrunken = Không đạt { $raw }; kéo về mức chung của địa bàn vì ít phiếu thì còn { $shrunken }.
opinions-shrunken-what = Ước lượng Marshall: ô có ít phiếu được kéo về mức chung nhiều hơn. Chỉ để xếp hạng, không thay cho kết luận.
opinions-few-cells = Chỉ có { $n } ô có dữ liệu (dưới { $least }): chỉ để tham khảo.

proof-title = Phép quét nói gì?
proof-window = Vùng được kiểm định: { $k } trong { $n } phiếu không đạt, bán kính { $radius } m (viền nét đứt trên bản đồ).
proof-relative = So với phần còn lại của địa bàn: nếu nơi này không kém hơn, cứ khoảng { $once } lần mới có một lần tình cờ thấy vùng tệ đến vậy (p = { $p }).
proof-absolute = So với mức cho phép: nếu mọi nơi vừa đủ mức cho phép, cứ khoảng { $once } lần mới có một lần tình cờ thấy vùng tệ đến vậy (p = { $p }).
proof-corrected = Sau khi tính đến việc đã xét nhiều nhà mạng và hai phép thử: p = { $p }; dưới 0,05 là có ý nghĩa.
overturned-a = Điều gì sẽ lật lại: thêm { $n } phiếu đạt của các máy khác, mà không phiếu nào không đạt, thì cận dưới không còn trên { $allowed }.
overturned-b = Điều gì sẽ lật lại: thêm { $n } phiếu đạt, mà không phiếu nào không đạt, thì không còn nghiêng về yếu.
overturned-e = Điều gì sẽ lật lại: thêm { $n } phiếu không đạt, mà không phiếu nào đạt, thì cận trên không còn dưới { $allowed }.

card-rolling = Tỷ lệ phiếu không đạt, từng đợt { $n } tháng (khoảng 95 %)
chart-rolling = Đến { $month }: { $failing } trong { $votes } phiếu không đạt, khoảng tin cậy { $range }
chart-rolling-none = Đến { $month }: không có phiếu nào

tab-changes = Thay đổi so với kỳ trước
tab-changes-short = Thay đổi
changes-column-change = Thay đổi
changes-column-place = Nơi
changes-column-before = Kỳ trước
changes-column-after = Kỳ này
changes-whole-area = Toàn địa bàn
changes-spot = Điểm yếu: { $place }
changes-compare = { $period } so với
changes-choose = chọn kỳ trước
changes-no-earlier = Chưa có kỳ nào trước kỳ đang xem. Hãy chọn một tháng hoặc 3 tháng gần nhất ở thanh trên.
changes-what = Chọn kỳ trước để xem nơi nào mới yếu, đã hết, tốt lên, xấu đi, và nơi nào chưa ai đo lại.
changes-running = Đang phân tích kỳ trước…
changes-none = Không nơi nào có phiếu đo trong hai kỳ.
change-new = Mới yếu
change-new-what = Kỳ này yếu (mức A hoặc B), kỳ trước chưa thấy yếu.
change-worse = Xấu đi
change-worse-what = Khoảng tin cậy kỳ này nằm hẳn trên kỳ trước.
change-same = Chưa đổi
change-same-what = Cả hai kỳ đều có đo, chưa đủ căn cứ nói là có thay đổi.
change-better = Tốt lên
change-better-what = Khoảng tin cậy kỳ này nằm hẳn dưới kỳ trước.
change-resolved = Đã hết yếu
change-resolved-what = Kỳ trước yếu (mức A hoặc B), kỳ này đạt (mức E).
change-not-re-measured = Chưa đo lại
change-not-re-measured-what = Kỳ này có dưới 6 phiếu: không phải là tốt lên, chỉ là chưa ai đo lại.
change-first-measured = Mới có số liệu
change-first-measured-what = Kỳ trước có dưới 6 phiếu nên không so được.

tab-gates = Ba điều kiện kiểu FCC
tab-gates-short = Kiểu FCC
gates-what = Tham khảo kiểu FCC, không phải quy định của Việt Nam. { $n }/{ $all } ô lục giác có đủ ba điều kiện để khiếu nại.
gates-empty = Không có phiếu đo nào để xét ba điều kiện kiểu FCC cho nhà mạng đang chọn.
gates-column-hexagon = Ô lục giác (tâm)
gates-column-metric = Chỉ tiêu
gates-column-space = Không gian
gates-column-time = Thời gian
gates-column-number = Số lượng
gates-column-passed = Đủ cả ba

plan-start = Xuất phát
plan-start-what = Nơi các đội xuất phát; để trống thì mỗi đội bắt đầu ở điểm đầu tiên.
plan-start-hint = vĩ độ, kinh độ
plan-start-pick = Chọn nơi xuất phát trên bản đồ
plan-start-click = Bấm vào nơi các đội xuất phát
plan-without-name = { $n } mẫu không ghi nhà mạng không được tính vào kế hoạch.
criteria-expects-date = một ngày như 2026-03-01
