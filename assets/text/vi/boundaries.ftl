### Tệp ranh giới: định dạng, hệ tọa độ, những chỗ đã sửa.

error-damaged-layer = { $path }: nội dung không đúng chuẩn { $format }: { $fault }{ $place }. Hãy xuất lại tệp từ phần mềm nguồn.
error-unclear-crs = { $path } không ghi rõ hệ tọa độ (điểm đầu: { $first }). { $candidates } Hãy chọn hệ đúng: trong cửa sổ thì nhập tệp ở trang nhập dữ liệu, trên dòng lệnh thì thêm --crs và mã; hoặc hỏi nơi cấp tệp.
error-unclear-crs-none = Không hệ tọa độ nào chương trình biết đặt tệp này vào lãnh thổ Việt Nam.
error-unclear-crs-list = Các hệ có thể đúng, phù hợp nhất xếp trước: { $list }.
error-foreign-crs = { $path } dùng hệ tọa độ “{ $name }” mà chương trình không tính được. Hãy xuất lại theo WGS84, UTM hoặc VN-2000.
error-tangled = { $path }: đường biên của đối tượng thứ { $feature } tự cắt nhau quá { $limit } lần nên không còn rõ trong, ngoài. Hãy vẽ lại hoặc xuất lại vùng này.

error-heap-of-zones = { $path }: hơn { $limit } cặp vùng nằm chồng lên nhau, không phải là phân chia địa bàn. Hãy chọn đúng lớp ranh giới.

layer-fault-truncated = tệp bị cắt cụt
layer-fault-counts = số lượng khai trong tệp lớn hơn chính tệp
layer-fault-syntax = sai cú pháp
layer-fault-structure = thiếu hoặc sai thành phần
layer-fault-too-deep = lồng nhau quá sâu
layer-fault-entities = có khai báo thực thể XML, không được phép
layer-fault-coordinates = tọa độ không phải là số hợp lệ
layer-fault-too-large = quá lớn
layer-fault-corrupt = dữ liệu hỏng

layer-place-whole = { "" }
layer-place-line = , ở dòng { $line }, cột { $column }
layer-place-feature = , ở đối tượng thứ { $n }
layer-place-byte = , ở byte thứ { $n }

crs-candidate = { $code } ({ $name }): nằm ở { $where }{ $use }{ $samples }
crs-candidate-town = { $town }, cách { $km } km
crs-candidate-nowhere = { $lat }, { $lon }
crs-candidate-prescribed = , đúng hệ quy định cho tỉnh này
crs-candidate-samples = , { $share } mẫu đo nằm trong

boundary-note-deprecated-crs = Mã EPSG:{ $stated } đã bị bãi bỏ; đọc theo EPSG:{ $used } thay thế.
boundary-note-hanoi-1972 = Hệ HN-72 (bản đồ trước năm 2000): vị trí chỉ đúng đến khoảng 5 m.
boundary-note-datum-by-name = Tham số ghi WGS84 nhưng tên hệ là VN-2000; đọc theo { $crs }.
boundary-note-taken-for-wgs84 = Tệp không ghi hệ tọa độ; chỉ WGS84 là hợp lý nên đọc theo WGS84.
boundary-note-crs-option-unused = Tệp tự ghi hệ tọa độ { $stated } nên không dùng --crs.
boundary-note-lost-letters = { $n } ô chữ đã mất dấu từ trước khi lưu, ví dụ “{ $example }”; không khôi phục được.
boundary-note-damaged-records = { $n } đối tượng hỏng, đã bỏ qua.
boundary-note-deleted-records = { $n } đối tượng đã bị xóa trong phần mềm nguồn nhưng còn nằm trong tệp, không đọc.
boundary-note-no-area = { $n } đối tượng không phải vùng (điểm, đường, trống), đã bỏ qua.
boundary-note-gaps-not-sought = Ranh giới quá chi tiết hoặc cắt nhau quá nhiều nên không tìm khe hở giữa các vùng.
boundary-note-repeated-ids = { $file }: { $n } mã vùng đã có trong tệp trước ({ $ids }), được thêm ~2, ~3 … ở cuối mã để phân biệt.
boundary-note-numbered-anew = { $file } không có mã riêng cho từng vùng, nên mọi vùng được đánh số lại từ 1.
boundary-note-same-file = { $file } có nội dung trùng với { $first } nên chỉ đọc một lần.
boundary-note-one-of-layers = { $file }: chỉ đọc lớp “{ $layer }”, không đọc các lớp khác: { $others } (chọn lớp khác: trong cửa sổ ở trang nhập dữ liệu, trên dòng lệnh bằng --sheet).

inspect-format-boundaries = Ranh giới { $format }: { $zones } vùng từ { $features } đối tượng, { $polygons } đa giác, hệ tọa độ { $crs }
inspect-boundary-encoding = Bảng mã chữ
inspect-boundary-notes = Lưu ý

inspect-boundary-repairs = Đã sửa hình
inspect-boundary-repair = { $zone }: { $what } ({ $n })
inspect-boundary-more = … và { $n } chỗ khác
inspect-boundary-overlaps = Vùng chồng lấn
inspect-boundary-overlap = { $first } và { $second }: { $area } m²
inspect-boundary-gaps = Khe hở giữa các vùng
inspect-boundary-gap = { $area } m² tại { $at }
inspect-boundary-gap-open = { $area } m² tại { $at }, thông ra ngoài
inspect-boundary-areas = Diện tích ghi trong tệp lệch trên 10 % so với hình
inspect-boundary-area = { $zone }: trường “{ $field }” ghi { $declared } m², tính từ hình { $area } m²

boundary-repair-unclosed = khép kín đường biên hở
boundary-repair-duplicate-vertices = bỏ đỉnh trùng
boundary-repair-collapsed = bỏ vòng không có diện tích
boundary-repair-spikes = cắt gai nhọn
boundary-repair-ring-order = xếp lại vòng ngoài và lỗ
boundary-repair-self-crossing = gỡ chỗ đường biên tự cắt
boundary-repair-overlapping-parts = gộp các phần chồng nhau
boundary-repair-slivers = bỏ mảnh vụn
boundary-repair-antimeridian = cắt tại kinh tuyến 180°
