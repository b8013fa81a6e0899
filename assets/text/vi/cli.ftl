### Dòng lệnh: trợ giúp và những câu in ra.

cli-usage = Cách dùng
cli-commands = Lệnh
cli-arguments = Tham số
cli-options = Tùy chọn

cli-about-phusong = Phủ Sóng: tìm vùng mạng di động yếu và vùng thiếu mẫu từ kết quả đo tốc độ, theo từng nhà mạng. Không kèm lệnh: mở cửa sổ.
cli-about-demo = Mở cửa sổ với phường mẫu (số liệu giả định); không có màn hình thì phân tích và ghi bảng ra thư mục.
cli-about-analyze = Phân tích tệp mẫu đo và ranh giới, ghi các bảng kết quả ra một thư mục.
cli-about-inspect = Cho biết một tệp là gì và được hiểu thế nào; không sửa gì.
cli-about-simulate = Tạo một phường giả định có sẵn những nơi yếu đã biết.

cli-help-help = In trợ giúp
cli-help-version = In số phiên bản
cli-help-files = Tệp mẫu đo và ranh giới cần mở trong cửa sổ
cli-help-lang = Ngôn ngữ: vi hoặc en
cli-help-samples = Tệp mẫu đo (CSV, XLSX, ODS, Parquet …), tệp ZIP, thư mục hoặc mẫu tên (*.csv); dấu - đọc CSV từ đầu vào chuẩn
cli-help-zones = Tệp ranh giới khu phố
cli-help-out = Thư mục kết quả
cli-help-zone-name = Trường chứa tên khu phố
cli-help-zone-id = Trường chứa mã khu phố
cli-help-crs = Mã EPSG của tệp ranh giới khi tệp không ghi, hoặc VN-2000 theo kinh tuyến trục: vn2000:107-45
cli-help-study-area = Đường bao địa bàn khi các khu phố không phủ hết
cli-help-weight = Trường chứa trọng số khu phố (số hộ, cử tri …)
cli-help-columns = Ý nghĩa của cột, ví dụ download=Tốc độ,lat=Vĩ độ
cli-help-unit = Đơn vị tốc độ: mbps, kbps, bps hoặc bytes_s
cli-help-operator = Nhà mạng cho tệp không có cột nhà mạng
cli-help-operator-alias = Tên nhà mạng trong tệp và nhà mạng mà tên đó chỉ, ví dụ "Mạng A=Viettel"; dùng được nhiều lần
cli-help-timezone = Múi giờ của thời gian không ghi độ lệch (mặc định Asia/Ho_Chi_Minh)
cli-help-sheet = Trang tính cần đọc của một tệp Excel hay ODS (mặc định: trang giống kết quả đo nhất)
cli-help-criteria = Bộ tiêu chí: qd36, qcvn126-floor, basic, fcc-style hoặc tệp TOML
cli-help-metric = Chỉ số cho tiêu chí nhanh: download, upload hoặc latency
cli-help-threshold = Ngưỡng của tiêu chí nhanh (Mbps hoặc ms)
cli-help-grid = Lưới: square:100, hex:100, h3:9 hoặc square:auto
cli-help-grid-crs = Mã EPSG của hệ tọa độ phẳng cho lưới
cli-help-from = Từ ngày (YYYY-MM-DD), kể cả ngày đó
cli-help-to = Đến ngày (YYYY-MM-DD), kể cả ngày đó
cli-help-period = Kỳ: all, 12m, 3m hoặc YYYY-MM
cli-help-now = Thời điểm dùng để nhận ra thời gian trong tương lai
cli-help-max-radius = Bán kính lớn nhất của cửa sổ quét (mét)
cli-help-seed = Hạt giống cho phần ngẫu nhiên
cli-help-only = Chỉ thống kê: không tính phiếu, mức kết luận và điểm yếu
cli-help-write-samples = Ghi thêm samples.csv: từng dòng được xử lý thế nào
cli-help-overwrite = Thay các tệp của chương trình trong thư mục kết quả
cli-help-strict = Thoát với mã 3 khi có dòng bị loại
cli-help-threads = Số luồng tính
cli-help-quiet = Không in gì khi thành công
cli-help-json = In kết quả dạng JSON
cli-help-weak = Số nơi yếu
cli-help-renderer = Bộ vẽ: glow hoặc wgpu
cli-help-screenshot = Chụp cửa sổ ra tệp PNG rồi thoát
cli-help-size = Kích thước cửa sổ khi chụp, ví dụ 1366x768
cli-help-dark = Nền tối khi chụp
cli-help-show-operator = Nhà mạng chọn khi chụp
cli-help-show-page = Trang cần chụp: import (trang nạp), boundaries (vẽ ranh giới), report (báo cáo nạp), names (tên nhà mạng), map (bản đồ), comparison (so sánh), plan (kế hoạch đo), changes (thay đổi), gates (cổng), criteria (tiêu chí), corrections (bỏ bằng tay), opinions (ý kiến thứ hai), meeting và meeting-blind (cuộc họp), side-by-side (cạnh nhau), measure (đo khoảng cách), palette, settings, help, loading, updating
cli-help-show-spot = Hạng của điểm yếu chọn khi chụp



cli-said-samples = Đã đọc { $rows } dòng, dùng { $kept }.
cli-said-flag = { $n } dòng: { $reason }
cli-said-no-zones = Không có ranh giới (--zones): mọi mẫu đều được coi là thuộc địa bàn, bảng khu phố chỉ có dòng chung *.
cli-said-found = Điểm yếu: { $confirmed } xác nhận, { $likely } nhiều khả năng, { $suspected } nghi vấn. Vùng thiếu mẫu: { $gaps }.
cli-said-folder = Kết quả ở { $folder }
cli-said-demo-as-files = Vì vậy chương trình phân tích phường mẫu và ghi bảng ra thư mục.
cli-said-passed-over = Bỏ qua một tệp trong thư mục: { $reason }
cli-help-simulate-samples = Số dòng trong mười hai tháng
cli-help-simulate-zones = Số khu phố
cli-said-unknown-operators = Chưa nhận ra { $n } tên nhà mạng (số mẫu): { $names }. Hãy cho biết tên đó chỉ nhà mạng nào bằng --operator-alias "TÊN=NHÀ MẠNG".
cli-said-nameless = { $n } mẫu được dùng không ghi nhà mạng, nên không tính cho nhà mạng nào. Nếu trong bảng tính ô nhà mạng bị gộp qua nhiều dòng, hãy bỏ gộp và điền tên vào từng dòng.
cli-said-nothing-used = Không dòng nào dùng được nên các bảng đều trống. Lý do chính: { $reason } ({ $n } dòng). { $hint }
cli-said-no-rows = Không dòng nào dùng được nên các bảng đều trống: tệp không có dòng số liệu nào.
cli-hint-outside = Hãy kiểm tra ranh giới có đúng địa bàn của số liệu không.
cli-hint-period = Hãy chọn kỳ có số liệu bằng --period, --from, --to.
cli-hint-time = Hãy kiểm tra cột thời gian, hoặc chỉ rõ cột bằng --columns time=….
cli-hint-position = Hãy kiểm tra cột vĩ độ và kinh độ.
cli-hint-rejected = Xem từng dòng trong rejected.csv.

# Gọi sai cách
usage-unknown-argument = Không có tùy chọn “{ $argument }”. Hãy bỏ hoặc sửa lại.
usage-missing = Thiếu { $argument }.
usage-no-value = { $argument } cần một giá trị đi kèm.
usage-not-among = “{ $value }” không dùng được cho { $argument }. Hãy chọn một trong: { $values }.
usage-out-of-range = “{ $value }” không dùng được cho { $argument }: phải từ { $low } đến { $high }.
usage-bad-value = “{ $value }” không dùng được cho { $argument }.
usage-too-many-values = { $argument } có nhiều giá trị hơn mức nhận được.
usage-twice = { $argument } được ghi nhiều lần; hãy giữ lại một.
usage-conflict = { $argument } không dùng chung với { $other }. Hãy bỏ một trong hai.
usage-unknown-command = Không có lệnh “{ $command }”.
usage-not-utf8 = Có tham số không phải là chữ UTF-8. Hãy đổi tên tệp hoặc gõ lại.
usage-wrong = Lệnh gọi không đúng cách.
usage-meant = Có phải ý bạn là “{ $meant }”?
usage-help = Xem thêm bằng --help.
usage-options = [tùy chọn]
