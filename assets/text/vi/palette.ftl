### Lệnh, phím tắt, thiết đặt.

# Bảng lệnh
palette-name = Tìm lệnh, nhà mạng, khu phố… (gõ không dấu cũng được)
palette-nothing = Không tìm thấy. Hãy thử từ khác.
palette-table = Bảng
palette-operator = Nhà mạng
palette-layer = Lớp bản đồ
palette-spot = Điểm yếu
palette-zone = Khu phố
palette-show = Hiện { $layer }
palette-hide = Ẩn { $layer }

# Lệnh
verb-palette = Tìm lệnh
verb-help = Trợ giúp và phím tắt
verb-guide = Mở hướng dẫn sử dụng
verb-settings = Thiết đặt
verb-open = Thêm tệp…
verb-open-folder = Thêm thư mục…
verb-open-sample = Mở dữ liệu mẫu
verb-review = Xem lại cách đọc tệp
verb-report = Báo cáo nhập dữ liệu
verb-names = Tên nhà mạng trong tệp
verb-close = Đóng dữ liệu
verb-undo = Hoàn tác
verb-redo = Làm lại
verb-cancel = Hủy việc đang chạy
verb-meeting = Trình bày toàn màn hình
verb-side-by-side = Bản đồ các nhà mạng cạnh nhau
verb-show-all = Xem toàn bộ bản đồ
verb-show-selection = Phóng tới nơi đang chọn
verb-next-spot = Điểm yếu tiếp theo
verb-previous-spot = Điểm yếu trước
verb-deselect = Bỏ chọn
verb-measure = Đo khoảng cách trên bản đồ
verb-zoom-in = Phóng to bản đồ
verb-zoom-out = Thu nhỏ bản đồ
verb-test = Kiểm tra độ bền của điểm yếu
verb-plan = Kế hoạch đo
verb-fold-left = Ẩn hoặc hiện bảng lớp bản đồ (trái)
verb-fold-bottom = Ẩn hoặc hiện bảng danh sách (dưới)
verb-fold-right = Ẩn hoặc hiện phiếu bằng chứng (phải)
verb-reset-layout = Bố cục như ban đầu
verb-larger = Chữ lớn hơn
verb-smaller = Chữ nhỏ hơn
verb-designed-size = Cỡ chữ ban đầu
verb-theme = Đổi nền sáng, tối
verb-language = Đổi ngôn ngữ (English)

# Thiết đặt
settings-title = Thiết đặt
settings-language = Ngôn ngữ
settings-theme = Nền
settings-size = Cỡ chữ
settings-size-note = từ 80 % đến 160 %
settings-panels = Bố cục
settings-kept = Các thiết đặt này được nhớ trên máy, không nằm trong tệp dữ liệu.

# Trợ giúp
help-keys-window = Cửa sổ
help-keys-meeting = Khi trình bày
help-key-number = Chọn nhà mạng; 0 là tất cả
help-key-pan = Di chuyển bản đồ
key-arrows = Mũi tên
key-walk = Phím cách
help-key-walk = Điểm yếu tiếp theo; cùng Shift: điểm trước
help-key-blind = Ẩn hoặc hiện tên nhà mạng
help-key-leave = Thoát, về đúng chỗ cũ
