# Bảng kết quả đo: lưu ý khi đọc và lỗi của cột

list-and-more = { $names } … và { $more } cột nữa

inspect-notes = Lưu ý

inspect-meaning-position = tọa độ (vĩ độ và kinh độ trong một ô)

unit-mbps = Mbps
unit-kbps = Kbps
unit-bps = bps
unit-bytes_s = byte/s

what-samples = mẫu đo
what-operators = nhà mạng
what-columns = cột
what-zones-operators = cặp khu vực và nhà mạng

note-surplus-cells = { $rows } dòng có nhiều ô hơn tiêu đề (dòng đầu tiên: { $row }); phần thừa không được đọc. Hãy xem dòng đó có bị lệch cột không.
note-open-quotes = { $cells } dấu nháy mở mà không đóng (ví dụ: { $example }); ô được kết thúc ngay trong dòng của nó.
note-late-quotes = Từ giữa tệp trở đi có { $cells } ô với dấu cách đứng trước dấu nháy mở; dấu nháy đó được đọc như chữ nên ô có dấu phân cách bên trong bị tách đôi. Hãy xóa dấu cách trước dấu nháy rồi đọc lại.
note-mended-rows = { $rows } dòng thiếu, thừa hoặc dùng sai dấu phân cách đã được sắp lại vào đúng cột (dòng đầu tiên: { $row }).
note-second-table = Dòng { $row } là một tiêu đề khác (khác thứ tự hoặc thiếu cột); { $rows } dòng phía dưới đã được đọc theo tiêu đề đó.
note-footnotes = { $rows } dòng tổng cộng hoặc ghi chú không phải phiếu đo đã được bỏ qua (dòng đầu tiên: { $row }).
note-broken-text = { $cells } ô có chữ đã mất dấu từ trước (ví dụ: { $example }). Chữ này không khôi phục được, hãy xuất lại tệp theo UTF-8.
note-foreign-bytes = { $rows } dòng có chữ không phải UTF-8 như phần còn lại của tệp (dòng đầu tiên: { $row }). Các số và ô khác của dòng vẫn được dùng, chữ nào không đọc được thì thay bằng một ký hiệu báo thiếu chữ. Có lẽ tệp được ghép từ nhiều nguồn; hãy lưu lại toàn bộ theo UTF-8.
note-assumed-day-first = Cột “{ $column }” có thể đọc theo hai cách (ví dụ: { $example }); đã đọc ngày trước, tháng sau như thông lệ ở Việt Nam.
note-assumed-unit = Cột “{ $column }” không ghi đơn vị; theo độ lớn của các số, đơn vị được hiểu là { $unit }. Nếu không đúng, hãy chọn bằng --unit.
note-other-candidates = “{ $meaning }” được đọc từ cột “{ $column }”; cột khác cũng có thể đúng: { $others }. Nếu cần, hãy chỉ rõ bằng --columns.
note-columns-by-content = Nhận ra theo nội dung, không theo tiêu đề: { $columns }. Hãy kiểm tra lại.
note-broken-geometries = { $rows } đối tượng có tọa độ hỏng, không đọc được; mỗi đối tượng vẫn là một dòng nhưng không có vị trí.
note-other-sheets = Không đọc các trang tính bị ẩn hoặc có cột khác, dù cũng chứa phiếu đo: { $sheets }. Nếu cần, hãy đọc riêng từng trang bằng --sheet.
note-operator-of-sheet = Không có cột nhà mạng; theo tên trang tính, nhà mạng được hiểu là { $operator }. Nếu không đúng, hãy chọn bằng --operator.

error-not-a-table-binary = nội dung không phải là văn bản
error-not-a-table-no-columns = không tìm thấy các cột
error-second-header = { $path }: dòng { $row } là một tiêu đề khác với tiêu đề ở đầu tệp nên các dòng phía dưới không thể đọc chung. Hãy tách phần từ dòng đó thành tệp riêng rồi mở lại.
error-ambiguous-column = { $path }: có nhiều cột có thể là “{ $meaning }”: { $columns }. Hãy chỉ rõ một cột bằng --columns (cột trùng tên: thêm #1, #2 … vào sau tên).
error-swapped-coordinates = { $path }: vĩ độ ({ $latitude }) và kinh độ ({ $longitude }) có vẻ bị đổi chỗ cho nhau: đổi lại thì các điểm mới nằm ở Việt Nam. Nếu đúng vậy, hãy đọc bằng --columns "lat={ $longitude },lon={ $latitude }".
error-uneven-rows = { $path }: đa số dòng có { $cells } ô, trong khi tiêu đề chỉ có { $columns } cột. Có lẽ dấu phẩy vừa ngăn cột vừa là dấu thập phân. Hãy xuất lại với dấu chấm phẩy (;) ngăn cột.
error-long-table = { $path }: mỗi chiều đo nằm trên một dòng riêng (cột “{ $column }”). Hãy xuất lại để mỗi lần đo là một dòng, có cả tải xuống và tải lên.
error-address-positions = { $path }: vị trí được suy ra từ địa chỉ internet, lệch tới nhiều ki-lô-mét, nên không dùng được cho cấp phường, xã. Hãy dùng dữ liệu có tọa độ GPS.
