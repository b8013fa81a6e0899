### Lỗi: điều gì, ở đâu, làm gì tiếp. Khóa do model::Error::key() đặt.

error-cancelled = Đã hủy theo yêu cầu. Không có gì thay đổi.
error-not-found = Không tìm thấy { $path }. Hãy kiểm tra đường dẫn và tên tệp.
error-unreadable = Không đọc được { $path }: { $reason }. Hãy kiểm tra quyền đọc, hoặc đóng chương trình khác đang mở tệp.
error-empty-file = { $path } là tệp rỗng. Hãy tải lại tệp từ nơi xuất.
error-not-a-table = { $path } không phải là bảng dữ liệu: { $reason }. Hãy chọn tệp CSV có dòng tiêu đề và mỗi lần đo một dòng.
error-row-too-long = { $path }, dòng { $row }: dài hơn { $limit } byte. Có lẽ thiếu một dấu ngoặc kép đóng trước dòng này; hãy sửa rồi mở lại.
error-no-coordinates = { $path } không có cột vĩ độ và kinh độ. Các cột hiện có: { $headers }. Hãy xuất lại kèm tọa độ, hoặc chỉ rõ cột bằng --columns lat=…,lon=….
error-no-time-column = { $path } không có cột thời gian. Các cột hiện có: { $headers }. Hãy xuất lại kèm thời gian đo, hoặc chỉ rõ cột bằng --columns time=….
error-no-metric-column = { $path } không có cột tải xuống, tải lên hay độ trễ. Các cột hiện có: { $headers }. Hãy xuất lại kèm kết quả đo, hoặc chỉ rõ cột bằng --columns download=….
error-signal-log = { $path } là nhật ký cường độ sóng, không có kết quả đo tốc độ nên không dùng để tìm vùng yếu. Hãy chọn tệp có cột tải xuống, tải lên hoặc độ trễ của từng lần đo. { beside-hint }
error-tower-list = { $path } là danh sách trạm phát sóng, không phải kết quả đo. Hãy chọn tệp mà mỗi dòng là một lần đo tốc độ. { beside-hint }
error-aggregate-table = { $path } là bảng tổng hợp (mỗi dòng là số liệu chung của nhiều lần đo). Không thể tính bằng chứng từ số trung bình; hãy xin tệp chi tiết, mỗi dòng một lần đo. { beside-hint }
error-ambiguous-unit = { $path }: không rõ đơn vị của cột “{ $column }”. Hãy ghi đơn vị vào tiêu đề (ví dụ Mbps), hoặc chọn bằng --unit mbps|kbps|bps|bytes_s.
error-ambiguous-date = { $path }: cột “{ $column }” không phân biệt được ngày và tháng. Hãy xuất lại theo dạng năm-tháng-ngày (2026-11-22).
error-unknown-column = { $path }: không có cột nào tên “{ $column }”. Các cột hiện có: { $headers }. Hãy sửa lại tên cột.
error-no-polygons = { $path } không có vùng (polygon) nào. Hãy chọn tệp ranh giới dạng vùng, không phải điểm hay đường.
error-not-lon-lat = { $path }: tọa độ không phải kinh độ, vĩ độ WGS84 (điểm đầu: { $first }). Hãy xuất lại theo WGS84, hoặc khai báo hệ tọa độ bằng --crs.
error-unknown-field = { $path }: không có trường nào tên “{ $field }”. Các trường hiện có: { $fields }. Hãy sửa lại tên trường.
error-no-points = { $path } không có điểm đo nào (chỉ có vùng, đường hoặc trống). Nếu đây là ranh giới, hãy dùng --zones; kết quả đo phải là điểm hoặc bảng có vĩ độ, kinh độ.
error-no-table = { $path } chỉ có hình vẽ, không phải bảng. Hãy chọn bảng CSV hoặc Excel có mã hay tên khu phố và một cột trọng số.
error-unsupported-format = Chưa đọc được định dạng của { $path }. Hãy dùng CSV, XLSX hoặc KML cho kết quả đo; GeoJSON, Shapefile, KML hoặc GeoPackage cho ranh giới.
error-unknown-crs = Chương trình không biết hệ tọa độ EPSG:{ $epsg }. Hãy dùng WGS84 (4326), VN-2000 hoặc UTM.
error-not-projected = Hệ tọa độ EPSG:{ $epsg } tính bằng độ, còn ô lưới chia theo mét. Với --grid-crs hãy dùng VN-2000 múi 3° của tỉnh hoặc UTM (32648, 32649), hoặc bỏ tùy chọn này.
error-no-grid-crs = Không có hệ tọa độ phẳng nào hợp với địa bàn. Hãy kiểm tra kinh độ, vĩ độ có bị đổi chỗ không, hoặc chọn bằng --grid-crs.
error-output-exists = { $path } đã có sẵn và không bị ghi đè. Hãy chọn thư mục khác, hoặc thêm --overwrite.
error-unwritable = Không ghi được { $path }: { $reason }. Hãy kiểm tra quyền ghi và dung lượng đĩa, hoặc đóng tệp đang mở.
error-bad-option = Không hiểu giá trị “{ $value }” của { $option }. Xem --help để biết các giá trị dùng được.
error-not-earlier = Kỳ so sánh “{ $value }” (--compare-with) phải kết thúc trước khi kỳ đang xét bắt đầu. Hãy chọn kỳ đang xét bằng --period (ví dụ 3m hoặc 2026-11) và một kỳ sớm hơn.
error-useless-option = Lệnh này không dùng { $option }. Hãy bỏ tùy chọn đó.
error-bad-criteria = { $path }{ $place }: { $fault }.{ $expected } Hãy sửa tệp, hoặc dùng qd36, qcvn126-floor, basic, fcc-style.
error-no-input = Không có tệp nào khớp với { $pattern }. Hãy kiểm tra lại đường dẫn.
error-too-many = Nhiều hơn { $limit } { $what }, vượt giới hạn của chương trình. Hãy chia nhỏ dữ liệu.

criteria-fault-not-text = không phải là văn bản UTF-8
criteria-fault-syntax = không đúng cú pháp TOML (mỗi dòng là tên = giá trị, chữ đặt trong dấu nháy, tên nhóm trong ngoặc vuông)
criteria-fault-unknown = không có mục “{ $entry }”, các mục dùng được: { $known }
criteria-fault-missing = thiếu mục “{ $entry }”
criteria-fault-twice = chỉ số “{ $entry }” có hai lần
criteria-fault-value = không dùng được giá trị { $value }
criteria-expected = { " " }Cần { $what }.
criteria-expects-number = một số
criteria-expects-text = một đoạn chữ đặt trong dấu nháy
criteria-expects-list = một danh sách trong ngoặc vuông
criteria-expects-table = một nhóm mục, như [[criteria]]
criteria-expects-criteria = ít nhất một nhóm [[criteria]]
criteria-expects-metric = "download", "upload" hoặc "latency"
criteria-expects-share = một số từ 0 đến dưới 1
criteria-expects-threshold = một số lớn hơn 0, hoặc {"{"} 4G = 40, 5G = 100 {"}"} với các loại 3G, 4G, 5G, unknown
criteria-expects-parts = một số nguyên từ 1 đến 7
criteria-expects-whole = một số nguyên từ 1 trở lên
criteria-expects-hours-apart = số giờ từ 0 đến 24
criteria-expects-shares = các cặp [số lần đo, tỷ lệ] tăng dần, tỷ lệ từ 0 đến 1
criteria-expects-hours = [giờ đầu, giờ cuối] trong khoảng 0 đến 24, giờ đầu nhỏ hơn

# Lý do từ hệ điều hành
reason-permission-denied = không có quyền
reason-disk-full = ổ đĩa hoặc hạn mức đã đầy
reason-read-only-disk = ổ đĩa chỉ cho đọc
reason-held-open = chương trình khác đang giữ tệp
error-unwritable-not-found = thư mục không còn hoặc chưa có
error-unreadable-not-found = không còn ở đó
reason-not-a-folder = đó là tệp, không phải thư mục
reason-a-folder = đó là thư mục
reason-file-too-large = tệp lớn hơn mức cho phép
reason-bad-name = tên không hợp lệ với ổ đĩa này
