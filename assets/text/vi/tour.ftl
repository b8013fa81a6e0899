# Xem nhanh: mỗi bước một thẻ.
tour-offer = Xem nhanh trong 1 phút
verb-tour = Xem nhanh cách dùng cửa sổ
tour-count = Bước { $n } trên { $all }
tour-next = Tiếp
tour-back = Lùi
tour-skip = Bỏ qua
tour-done = Bắt đầu dùng
tour-operators = Chọn nhà mạng
tour-operators-what = Bấm tên một nhà mạng để chỉ xem mạng đó. Số nhỏ trên nút là phím tắt; phím 0 là xem tất cả.
tour-colours = Màu của từng ô trên bản đồ
tour-colours-what = Đỏ là yếu đã đủ bằng chứng, cam là nhiều khả năng yếu, xanh là đạt. Ô gạch chéo là còn thiếu mẫu đo, chưa thể nói là tốt hay yếu.
tour-spots = Danh sách điểm yếu
tour-spots-what = Nơi cần xử lý trước đứng đầu. Bấm một dòng để xem bằng chứng, bấm đúp để bản đồ phóng tới nơi đó.
tour-card = Bằng chứng của nơi đang chọn
tour-card-what = Thẻ này nói vì sao kết luận như vậy: bao nhiêu phiếu không đạt, đo bằng mấy máy, trong mấy ngày, và các mạng khác ở cùng chỗ ra sao.
tour-gaps = Vùng thiếu mẫu
tour-gaps-what = Những nơi chưa đủ mẫu để kết luận, kèm số phiếu còn thiếu. Đi đo ở đây trước.
tour-plan = Kế hoạch đo
tour-plan-what = Cho biết có mấy đội và đi bao nhiêu phút; phần mềm chọn điểm cần đo và vẽ đường đi cho từng đội.
tour-export = Giao kết quả
tour-export-what = Ghi danh sách ra Excel, tệp bản đồ hoặc tệp cho máy định vị. Để dùng số liệu của phường mình, kéo tệp thả vào cửa sổ này bất cứ lúc nào.

# Thông báo sau khi nạp
notice-changes = Xem thay đổi

# Trình đọc màn hình
panel-resize = Đổi cỡ: { $panel }

# Trang trợ giúp
help-key-tab = Đi qua mọi nút, dòng và ô; Enter để bấm
