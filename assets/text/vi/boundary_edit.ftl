### Vẽ ranh giới khu phố bằng tay.

verb-draw-boundaries = Vẽ ranh giới khu phố…
verb-save-boundaries = Lưu lớp ranh giới…
edit-zones = vẽ ranh giới khu phố
draw-source = Vẽ tay trong chương trình

draw-tool-choose = Chọn
draw-tool-split = Chia
draw-tool-ring = Khoanh
draw-tool-corners = Sửa đỉnh
draw-tool-merge = Gộp
draw-unlock = Sửa ranh ngoài
draw-unlock-about = Cho phép dời ranh của cả địa bàn. Khi không đánh dấu, ranh ngoài giữ nguyên.
draw-done = Xong
draw-leave = Bỏ
draw-finish = Kết thúc đường
draw-back = Lùi một điểm
draw-drop = Xóa đường

draw-hint-choose = Bấm vào một phần để chọn; bấm đúp để phóng tới. Đặt tên ở danh sách bên phải.
draw-hint-split = Bấm điểm đầu của đường chia, bên ngoài hoặc ngay trên ranh.
draw-hint-split-one = Chỉ chia { $name }. Bấm điểm đầu của đường chia, bên ngoài hoặc ngay trên ranh. Esc: chia mọi phần.
draw-hint-split-on = Bấm điểm tiếp theo. Đường phải đi hết từ ranh này sang ranh kia.
draw-hint-split-end = Bấm tiếp, hoặc bấm đúp hay nhấn Enter để chia.
draw-hint-ring = Bấm từng góc của khu cần khoanh. Phần đất bên trong sẽ thành một khu riêng.
draw-hint-outline = Bấm từng góc quanh các điểm đo để vẽ ranh ngoài của địa bàn.
draw-hint-ring-on = Bấm góc tiếp theo; cần ít nhất ba góc.
draw-hint-ring-end = Bấm tiếp, hoặc bấm lại góc đầu, bấm đúp hay nhấn Enter để khép kín.
draw-hint-corners = Kéo một đỉnh để dời; bấm vào ranh để thêm đỉnh. Hai bên ranh luôn dời cùng nhau.
draw-hint-corner = Kéo để dời đỉnh đang chọn; nhấn Delete để bỏ đỉnh ấy.
draw-hint-merge = Bấm vào phần sẽ giữ lại.
draw-hint-merge-into = Bấm vào phần bên cạnh để gộp vào { $name }. Esc: chọn phần khác.

draw-parts = Các phần ({ $n })
draw-parts-none = Chưa có phần nào. Hãy khoanh ranh ngoài quanh các điểm đo.
draw-part = Phần { $number }
draw-part-about = { $area } · { $n } mẫu đo
draw-name-hint = Đặt tên
draw-number = Số
draw-number-all = Đánh số lại từ 1
draw-zoom = Phóng tới { $name }
draw-hectares = { $n } ha
draw-mended = Ranh giới đã nạp có { $overlaps } chỗ chồng nhau và { $gaps } khe hở; đã khớp lại để các phần vừa khít.

draw-begin-title = Vẽ ranh giới từ đâu?
draw-begin-zones = Sửa { $n } khu đang có
draw-begin-zones-about = Giữ tên và số; chia, gộp hoặc dời ranh giữa các khu.
draw-begin-zone = Chia riêng { $name }
draw-begin-zone-about = Chỉ lấy khu đang chọn; các khu khác không còn trong phân tích.
draw-begin-ward = Bắt đầu từ ranh ngoài
draw-begin-ward-about = Gộp thành một địa bàn rồi chia lại từ đầu.
draw-begin-nothing = Vẽ từ trang trắng
draw-begin-nothing-about = Tự khoanh ranh ngoài quanh các điểm đo.

draw-left-over = Khôi phục bản vẽ ranh giới dở dang?
draw-left-over-about = Bắt đầu lúc { $when }, đã vẽ { $n } bước ({ $source }).
draw-restore = Khôi phục
draw-forget = Bỏ bản vẽ

draw-leave-title = Bỏ bản vẽ?
draw-leave-about = Các bước đã vẽ sẽ mất. Ranh giới đang dùng không thay đổi.
draw-leave-stay = Vẽ tiếp
draw-leave-yes = Bỏ bản vẽ

draw-step-split = chia
draw-step-draw = khoanh khu
draw-step-move = dời đỉnh
draw-step-insert = thêm đỉnh
draw-step-remove = bỏ đỉnh
draw-step-merge = gộp
draw-step-rename = đặt tên
draw-step-number = đánh số

draw-refused-too-short = Đường còn quá ngắn: đường chia cần hai điểm, khu khoanh cần ba góc.
draw-refused-crosses-itself = Đường tự cắt chính nó. Nhấn Backspace để lùi điểm vừa bấm.
draw-refused-cuts-nothing = Đường chưa cắt hẳn phần nào làm hai. Hãy kéo cả hai đầu ra tới ranh hoặc ra ngoài.
draw-refused-outside = Khu vừa khoanh không có đất của địa bàn. Muốn thêm đất bên ngoài, hãy đánh dấu “Sửa ranh ngoài”.
draw-refused-sliver = Như vậy sẽ còn một mảnh vụn dưới 1 m². Hãy bấm đúng vào đỉnh hoặc ranh (có dấu vàng) thay vì bên cạnh.
draw-refused-folds = Dời tới đó thì ranh sẽ đè lên ranh khác. Hãy dời ngắn hơn, hoặc dời từng bước.
draw-refused-outline-locked = Đây là ranh ngoài của địa bàn, đang khóa. Đánh dấu “Sửa ranh ngoài” nếu thật sự cần đổi.
draw-refused-junction = Đỉnh này là chỗ nhiều ranh gặp nhau, không bỏ được. Hãy dời nó.
draw-refused-last-corners = Phần này chỉ còn ba đỉnh, không bỏ bớt được.
draw-refused-apart = Hai phần không chung ranh nên không gộp được.
draw-refused-number-taken = Số này đã có phần khác dùng.
draw-refused-number-empty = Mỗi phần phải có một số.
draw-refused-gone = Phần hoặc đỉnh này không còn nữa.
draw-refused-tangled = Quá nhiều đường chen vào một chỗ. Hãy vẽ lại đường thưa hơn.

notice-drawn = { $n } khu vừa vẽ đã vào phân tích. Chưa lưu vào tệp hay dự án nào.
notice-drawn-kept = { $n } khu vừa vẽ đã vào phân tích và đã lưu trong dự án.

boundary-file-title = Lưu lớp ranh giới
boundary-file-format = Định dạng
boundary-file-crs = Hệ tọa độ
boundary-file-wgs84 = WGS84 (kinh độ, vĩ độ)
boundary-file-vn2000 = VN-2000 của tỉnh (EPSG { $epsg })
boundary-file-kml = Tệp KML luôn dùng WGS84.
boundary-file-save = Chọn nơi lưu…

error-boundaries-not-drawable = Không vẽ tiếp được trên ranh giới này: không có đất, ở ngoài hệ tọa độ, hoặc quá nhiều đường chồng chéo. Hãy bắt đầu từ ranh ngoài hoặc từ trang trắng.

draw-example-1 = Khu phố Nguyễn Thị Minh Khai
draw-example-2 = Khu phố Lạc Thanh – Bến Dừa
draw-example-3 = Khu phố Yên Thanh Thượng
draw-example-4 = Khu phố 4
draw-example-5 = Khu dân cư Đồng Chiêm
draw-example-6 = Tổ dân phố Bí Thượng
draw-example-7 = Khu phố Trưng Vương 2
draw-example-8 = Khu phố Phú Thanh Đông
