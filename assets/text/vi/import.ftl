### Trang nạp dữ liệu: từng tệp là gì, được hiểu thế nào, cần hỏi gì.

stage-inspect = Đang xem tệp
drop-hint = Thả { $n } tệp vào đây để xem và nạp
import-title = Nạp dữ liệu
import-load = Nạp
import-load-answer-first = Hãy trả lời các câu hỏi ở trên trước.
import-load-nothing = Chưa có tệp nào dùng được.
import-files = Các tệp
import-files-used = { $n } tệp dùng được
import-files-out = { $n } tệp bỏ qua
import-choose-file = Chọn một tệp ở bên trái để xem chi tiết.
import-more = và { $n } mục nữa

import-kind-tests = Kết quả đo tốc độ
import-kind-boundaries = Ranh giới
import-kind-signal = Nhật ký cường độ sóng
import-kind-towers = Danh sách trạm phát sóng
import-kind-aggregate = Bảng tổng hợp
import-kind-other = Bảng dữ liệu khác
import-kind-tiles = Số liệu trung bình theo ô bản đồ
import-state-waiting = đang chờ xem
import-state-left-out = bỏ qua
import-state-unusable = không dùng được
import-state-asks = { $kind } · cần trả lời
import-state-refused = { $kind } · không dùng được
import-zones = { $n } khu phố

import-delimiter = dấu phân cách { $sign }
import-header-row = tiêu đề ở dòng { $row }
import-sheet = trang tính “{ $sheet }”
import-sheet-of = trang tính “{ $sheet }” trong { $n } trang
import-no-header = không có dòng tiêu đề
import-remembered = hiểu như lần trước
import-forget = Quên cách hiểu này
import-leave-out = Bỏ tệp này
import-use-again = Dùng lại tệp này

# Câu hỏi
import-ask-unit = Cột “{ $column }” không ghi đơn vị. Lần đo đầu tiên là bao nhiêu?
import-ask-date = Cột “{ $column }” (ví dụ { $first }) ghi ngày trước hay tháng trước?
import-unit-proof = { $unit }: { $mbps } Mbps
import-ask-meaning = Cột “{ $column }” có phải là { $meaning } không?
import-yes-meaning = Đúng, là { $meaning }
import-not-used = Không dùng cột này
import-ask-operator = Tệp không ghi nhà mạng. Cả tệp là của nhà mạng nào?
import-other-operator = Nhà mạng khác
import-operator-unknown = Không rõ nhà mạng
import-ask-swapped = Vĩ độ (“{ $latitude }”) và kinh độ (“{ $longitude }”) có vẻ bị đổi chỗ. Đổi lại không?
import-swap = Đổi chỗ hai cột
import-do-not-swap = Giữ nguyên
import-ask-rivals = Có nhiều cột cùng tên là { $meaning }. Dùng cột nào?
import-ask-crs = Ranh giới không ghi hệ tọa độ. Hệ nào đúng?
import-ask-names = Có { $names } tên nhà mạng chưa nhận ra ({ $rows } dòng).
import-show-names = Xem và chọn…
import-far-apart = Các điểm đo nằm xa ranh giới. Có lẽ nhầm tệp, sai hệ tọa độ, hoặc vĩ độ và kinh độ bị đổi chỗ.
import-no-download = Chưa có cột nào là tải xuống. Nếu tệp có, hãy chọn ở bảng dưới.
import-changed-meaning = Lần trước cột “{ $column }” là { $before }, nay giá trị cho thấy là { $now }.
import-changed-column = Lần trước { $meaning } lấy từ cột “{ $before }”, nay lấy từ cột “{ $now }”.
import-changed-lost = Lần trước { $meaning } lấy từ cột “{ $before }”, nay tệp không còn cột này.
import-changed-unit = Lần trước { $meaning } ghi theo { $before }, nay các số cho thấy là { $now }.
import-changed-date-order = Lần trước ngày đọc theo { $before }, nay các ngày cho thấy là { $now }.
import-as-now = Như lần này: { $what }
import-as-before = Như lần trước: { $what }

# Cách hiểu
import-unit-of = Đơn vị { $meaning }
import-first-mbps = = { $values } Mbps
import-operator-of-file = Nhà mạng của cả tệp
import-time = Thời gian
import-timezone = Múi giờ
import-zone-vietnam = Giờ Việt Nam
import-date-order = Cách ghi ngày
import-day-month = ngày/tháng/năm
import-month-day = tháng/ngày/năm
import-days = Thời gian đo: { $days }
import-columns = Các cột
import-column-header = Cột trong tệp
import-column-meaning = Ý nghĩa
import-column-why = Căn cứ
import-column-values = Giá trị đầu
import-meaning-of = Ý nghĩa của cột “{ $column }”
import-meaning-none = không dùng
import-why-name = theo tên cột
import-why-name-part = gần giống tên, chắc { $share }
import-why-content = theo giá trị, chắc { $share }
import-why-chosen = do bạn chọn

# Bản đồ nhỏ và số dòng
import-map = Điểm đo trên ranh giới
import-nearness = { $share } điểm đo nằm trong khung ranh giới. Tâm các điểm cách tâm ranh giới { $distance }.
import-no-zones = Chưa có ranh giới: chỉ thấy các điểm đo.
import-only-context = Chưa có điểm đo; các chấm xám là vị trí ghi trong tệp tham khảo.
import-nothing-to-draw = Chưa có gì để vẽ.
import-no-points = Chưa có điểm đo để so với ranh giới.
import-vn2000 = Ranh giới theo { $crs }, đã chuyển sang WGS84. Nếu bỏ qua bước này, mọi vùng sẽ lệch khoảng 224 m.
import-rows = Số dòng của tệp
import-operators = Nhà mạng: { $list }
import-technologies = Công nghệ: { $list }
import-devices = { $n } máy đo nhận biết được
import-flags = Lưu ý theo từng dòng
import-flags-none = Không dòng nào có lưu ý.

# Ranh giới
import-zone-fields = Mã lấy từ trường “{ $id }”, tên lấy từ trường “{ $name }”.
import-zone-crs = Hệ tọa độ của tệp: { $crs }.
import-zone-repairs = Đã sửa hình { $n } chỗ.
import-zone-gaps = Có { $n } khe hở giữa các khu phố.
import-zone-parents = Đường bao chung: { $names }.
import-zone-overlaps = Chồng lấn
import-zone-overlap = “{ $first }” và “{ $second }” chồng lên nhau { $area } m².

# Lý do không dùng được, nói theo cửa sổ
import-error-no-coordinates = { $file } không có cột nào trông như vĩ độ và kinh độ. Hãy chọn hai cột đó ở bảng dưới, hoặc xuất lại tệp kèm tọa độ.
import-error-no-time-column = { $file } không có cột nào trông như thời gian đo. Hãy chọn cột đó ở bảng dưới, hoặc xuất lại tệp kèm thời gian.
import-error-no-metric-column = { $file } không có cột tải xuống, tải lên hay độ trễ. Hãy chọn cột đó ở bảng dưới, hoặc xuất lại tệp kèm kết quả đo.
import-error-ambiguous-unit = Chưa rõ đơn vị của cột “{ $column }”. Hãy chọn ở trên: chỉ một đơn vị cho ra tốc độ hợp lý.
import-error-ambiguous-date = Cột “{ $column }” có thể đọc theo hai cách. Hãy chọn cách ghi ngày ở trên.
import-error-swapped-coordinates = Cột “{ $latitude }” và “{ $longitude }” có vẻ bị đổi chỗ. Hãy chọn ở trên.
import-error-ambiguous-column = Có nhiều cột cùng tên cho một ý nghĩa: { $columns }. Hãy chọn ở trên.
import-error-unclear-crs = { $file } không ghi rõ hệ tọa độ (điểm đầu: { $first }). Hãy chọn hệ đúng ở trên, hoặc hỏi nơi cấp tệp.
import-error-not-lon-lat = Tọa độ của { $file } không phải kinh độ, vĩ độ (điểm đầu: { $first }), và tệp không ghi hệ tọa độ. Hãy xuất lại ranh giới theo WGS84, hoặc ghi hệ VN-2000 vào tệp.

# Nghĩa của từng cờ
flag-meaning-duplicate = Cùng một lần đo xuất hiện hai lần; chỉ giữ một.
flag-meaning-failed-test = Lần đo không thành công, tính là 0 Mbps.
flag-meaning-future-time = Thời gian đo sau lúc mở tệp.
flag-meaning-id-conflict = Hai dòng mang cùng mã nhưng khác thời gian; giữ cả hai.
flag-meaning-implausible = Tốc độ hoặc độ trễ không thể có; bỏ riêng chỉ số đó.
flag-meaning-low-accuracy = Máy báo sai số vị trí trên 100 m; không dùng làm bằng chứng.
flag-meaning-manual = Người dùng đã loại dòng này.
flag-meaning-no-metric = Dòng thiếu ít nhất một trong ba chỉ số; các chỉ số còn lại vẫn dùng.
flag-meaning-no-position = Không có hoặc không đọc được tọa độ.
flag-meaning-no-time = Không có hoặc không đọc được thời gian.
flag-meaning-no-zone = Nằm trong địa bàn nhưng không trong khu phố nào.
flag-meaning-not-mobile = Đo qua Wi-Fi hoặc cáp quang, không nói lên sóng di động.
flag-meaning-null-island = Tọa độ 0, 0: máy chưa định vị được.
flag-meaning-out-of-period = Ngoài kỳ đang chọn; đổi kỳ thì lại được dùng.
flag-meaning-outside = Nằm ngoài ranh giới đã nạp.
flag-meaning-teleport = Máy ở hai nơi xa nhau trong thời gian quá ngắn.
flag-meaning-unknown-operator = Không có tên nhà mạng, hoặc tên không có trong danh mục; vẫn dùng.

# Sau khi nạp
notice-remembered = Đã nạp theo cách hiểu đã nhớ
notice-review = Xem lại
notice-report = Báo cáo nạp
report-title = Báo cáo nạp dữ liệu
report-rows-kept = Đọc { $rows } dòng, dùng { $kept } ({ $share })
report-known = { $n } dòng đã có trong dữ liệu nạp trước, không tính hai lần.
report-to-map = Xem bản đồ
report-rows = Mở các dòng bị loại

# Tên nhà mạng chưa nhận ra
names-title = Tên nhà mạng
names-what = Mỗi tên chưa nhận ra được liệt kê một lần. Hãy chọn nhà mạng mà tên đó chỉ.
names-none = Mọi tên nhà mạng đều đã nhận ra.
names-example = { $rows } · ví dụ { $file }, dòng { $row }
names-decided-before = đã chọn trước đây
names-own = Nhà mạng riêng
names-own-spoken = { $name }: nhà mạng riêng
names-unknown = Không rõ
names-unknown-spoken = { $name }: không rõ
names-undecide = Chưa chọn
names-undecided = chưa chọn
names-apply = Áp dụng
names-note = Chương trình nhớ lựa chọn cho lần sau; hoàn tác bằng Ctrl + Z.
edit-names = đổi tên nhà mạng
