### Tệp đầu vào: bảng tính, tệp nén, và những tệp không phải kết quả đo.

error-locked-file = { $path } được khóa bằng mật khẩu nên không đọc được. Hãy mở tệp bằng chương trình đã tạo ra nó, bỏ mật khẩu (trong Excel: Tệp > Thông tin > Bảo vệ sổ làm việc), lưu lại rồi mở ở đây.
error-damaged-file = { $path } bị hỏng hoặc chưa tải xong: nội dung không khớp với định dạng. Hãy tải lại tệp từ nơi xuất.
error-unpacks-too-large = { $path } khi giải nén lớn hơn { $limit } MB, quá mức của một tệp dữ liệu. Nếu tệp đúng là dữ liệu, hãy tự giải nén rồi mở các tệp bên trong.
error-unsafe-archive = { $path } chứa tệp có đường dẫn không an toàn (“{ $name }”) nên không được giải nén. Hãy xin lại tệp nén từ nơi gửi.
error-empty-archive = { $path } không chứa tệp dữ liệu nào đọc được. Hãy kiểm tra lại tệp nén.
error-other-document = { $path } { $kind ->
    [pdf] là tài liệu PDF. Hãy xin bảng gốc dạng Excel hoặc CSV.
    [word] là văn bản Word. Hãy chép bảng sang Excel rồi lưu dạng XLSX hoặc CSV.
    [powerpoint] là bản trình chiếu. Hãy xin bảng gốc dạng Excel hoặc CSV.
    [office] là tài liệu văn phòng không có bảng tính. Hãy xin bảng gốc dạng Excel hoặc CSV.
    [html] là trang web (HTML), dù tên tệp có thể ghi là Excel. Hãy mở bằng Excel rồi lưu lại dạng XLSX hoặc CSV.
    [excel-xml] là bảng tính XML đời 2003. Hãy mở bằng Excel rồi lưu lại dạng XLSX.
    [xml] là tệp XML không chứa điểm đo hay ranh giới. Hãy chọn tệp CSV, XLSX, KML hoặc GPX.
    [sqlite] là cơ sở dữ liệu SQLite nhưng không phải GeoPackage. Hãy xuất bảng cần dùng ra CSV hoặc GeoPackage.
    [rar] là tệp nén RAR. Hãy giải nén rồi mở các tệp bên trong, hoặc nén lại dạng ZIP.
    [seven-zip] là tệp nén 7z. Hãy giải nén rồi mở các tệp bên trong, hoặc nén lại dạng ZIP.
    [zip] là tệp nén nằm trong nhiều lớp tệp nén khác. Hãy tự giải nén rồi mở các tệp bên trong.
    [tar] là tệp nén TAR. Hãy giải nén rồi mở các tệp bên trong, hoặc nén lại dạng ZIP.
    [shapefile-part] là tệp đi kèm của Shapefile, không đọc riêng được. Hãy chọn tệp .shp và để các tệp cùng tên (.dbf, .shx, .prj) bên cạnh.
    [pmtiles] là bản đồ nền PMTiles, không phải kết quả đo.
   *[other] không phải tệp kết quả đo. Hãy chọn tệp CSV hoặc XLSX.
}
error-file-changed = { $path } bị thay đổi trong lúc đang đọc. Hãy chờ tệp được chép hoặc lưu xong rồi mở lại.
error-not-a-file = { $path } là thư mục hoặc thiết bị, không phải tệp dữ liệu. Hãy chọn một tệp.
error-no-such-sheet = { $path } không có trang tính nào tên “{ $sheet }”. Các trang tính hiện có: { $sheets }. Hãy sửa lại --sheet.
error-sheet-too-large = { $path }: trang tính trải rộng hơn { $limit } MB vì có ô rất xa vùng dữ liệu. Hãy chép riêng vùng dữ liệu sang tệp mới, hoặc lưu dạng CSV.
error-tile-table = { $path } là bảng ô bản đồ (mỗi dòng là số trung bình của nhiều lần đo trong một ô, ví dụ dữ liệu mở của Ookla). Bảng này cho biết nơi nào có nhiều người đo, nhưng không thể làm bằng chứng cho từng lần đo; hãy chọn tệp mà mỗi dòng là một lần đo. { beside-hint }

inspect-format-sheet = Bảng tính { $format }, trang tính “{ $sheet }”
inspect-format-other = Bảng dữ liệu { $format }
inspect-other-sheets = Các trang tính hoặc lớp khác, không đọc (chọn trang tính bằng --sheet)
inspect-skipped-columns = Các cột không đọc được (giá trị ghép)
inspect-format-quota = Bảng tổng hợp số mẫu: { $rows } dòng, { $wards } phường xã, { $samples } mẫu
inspect-quota-use = Dùng để theo dõi chỉ tiêu số mẫu, không dùng làm bằng chứng vùng yếu.
inspect-quota-first = Các dòng đầu
inspect-quota-row = { $ward } | { $operator } | { $samples } mẫu | { $download } Mbps
inspect-other-rows = Dòng không có số mẫu đọc được
inspect-format-tiles = Bảng ô bản đồ (như dữ liệu mở của Ookla): { $tiles } ô, { $tests } lần đo, { $devices } máy
inspect-tiles-use = Dùng làm lớp nền cho biết nơi nào có nhiều người đo, không dùng làm bằng chứng vùng yếu.
inspect-tile-row = { $position } | { $tests } lần đo | { $devices } máy | { $download } / { $upload } Mbps | { $latency } ms
cli-said-sheet = { $file }: đã đọc “{ $sheet }”, không đọc các trang tính hoặc lớp khác: { $others } (chọn trang tính bằng --sheet)
cli-said-no-sheets = Không tệp nào có trang tính hay lớp, nên --sheet không có tác dụng.

import-one-layer = Các tệp ranh giới được ghép thành một lớp. Nếu chúng vẽ cùng một nơi, hãy giữ lại một tệp:
import-only-file = Chỉ dùng { $file }
import-sheet-name = Trang tính
import-layer-name = Lớp dữ liệu
import-sheet-best = phù hợp nhất
import-sheet-automatic = Tự chọn trang phù hợp nhất
