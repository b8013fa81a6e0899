### Dự án: một tệp giữ mẫu đo, ranh giới, thiết lập và lịch sử nạp.

cli-about-import = Nạp thêm tệp vào một dự án (tự tạo nếu chưa có). Nạp lại cùng một tệp không làm tăng số mẫu.
cli-about-info = Cho biết dự án đang giữ những gì: số mẫu, khu phố, các lần nạp.
cli-about-undo-import = Gỡ trọn một lần nạp khỏi dự án; không ghi số thì gỡ lần nạp cuối.
cli-about-purge = Xóa hẳn mẫu cũ hoặc mã băm của thiết bị khỏi dự án.
cli-help-project = Tệp dự án (.gpkg)
cli-help-analyze-samples = Tệp mẫu đo (CSV, XLSX, ODS, Parquet …), tệp ZIP, thư mục, mẫu tên (*.csv) hoặc một dự án (.gpkg); dấu - đọc CSV từ đầu vào chuẩn
cli-help-id = Số của lần nạp, như phusong info cho biết
cli-help-before = Xóa các mẫu đo trước ngày này (năm-tháng-ngày)
cli-help-device-hashes = Xóa mã băm của thiết bị; mẫu nào cùng một máy vẫn được giữ
cli-help-rescue = Ghi những gì còn đọc được của một dự án bị hỏng sang tệp mới này

stage-store = Ghi vào dự án

project-imported-file = { $file }: { $rows } dòng, dùng được { $kept }, trùng với dòng đã có { $repeats }
project-known-file = { $file }: đã nạp trước đây (với tên { $earlier }), không thêm gì
project-imported-zones = Ranh giới của dự án nay gồm { $n } khu phố
project-imported = Đã ghi lần nạp số { $id } vào { $path }
project-nothing-new = Không có tệp mẫu đo nào mới; { $path } giữ nguyên các mẫu đã có
project-column-changed = Lưu ý: { $file }, cột “{ $column }” nay là { $now }, trong { $earlier } là { $before }. Hãy kiểm tra lại; có thể gỡ lần nạp bằng phusong undo-import.
project-meaning-none = không dùng
project-standing = { $path }: { $samples } mẫu đo ({ $repeats } dòng trùng để riêng), { $zones } khu phố, { $phones } máy đo
project-no-imports = Chưa nạp tệp mẫu đo nào.
project-import-line = Lần nạp { $id } · { $time } · { $who } · { $rows } dòng · { $files }
project-file-line = {"  "}{ $file } · từ { $from } đến { $to } · { $rows } dòng, dùng được { $kept }, trùng { $repeats } · SHA-256 { $hash }…
project-results-not-kept = Kết quả không được ghi vào dự án. { $reason }
project-undone = Đã gỡ: { $import }
project-restored = { $n } dòng trước đây bị coi là trùng nay được tính.
project-purged-samples = Đã xóa hẳn { $n } dòng đo trước ngày đã chọn.
project-purged-hashes = Đã xóa mã băm của { $n } máy đo.
project-purged-kept = { $n } máy đo đã bỏ bằng tay vẫn được bỏ với các mẫu đang có; mẫu nạp sau này của các máy đó sẽ được tính.
project-purged-gone = { $n } máy đo đã bỏ bằng tay không có mẫu nào trong dự án nên không còn được ghi nhớ để bỏ.
project-migrated = { $path } do một bản cũ của chương trình ghi, nay đã chuyển sang cách ghi mới. Bản trước khi chuyển được giữ ở { $copy }; bản đó còn ghi các máy đo đã bỏ bằng tay theo cách cũ, hãy xóa khi không cần nữa.
project-results-line = Các lớp kết quả: lập lúc { $time }, người lập { $who }
project-rescued = { $path } bị hỏng. Chương trình dùng những gì còn đọc được và không ghi gì vào tệp này. Có thể ghi phần còn lại sang tệp mới bằng phusong info { $path } --rescue TỆP_MỚI.gpkg
project-rescued-to = Phần còn đọc được đã ghi vào { $path }
project-lost-page = Hỏng ở { $file } (lần nạp { $import }): dòng { $first } đến { $last }, đo từ { $from } đến { $to }.
project-lost-recovered = Đã đọc lại { $recovered } dòng từ lớp mẫu đo, chỉ thiếu mã phép đo.
project-lost-rows = Mất { $lost } dòng; hãy nạp lại tệp này nếu còn giữ.
project-lost-table = Mất một phần của bảng { $table }.

error-project-newer = { $path } do một bản mới hơn của chương trình ghi (phiên bản { $version }), bản này chưa đọc được. Hãy cập nhật chương trình; tệp không bị thay đổi.
error-not-a-project = { $path } không phải là dự án của chương trình. Hãy chọn tệp .gpkg do chương trình tạo, hoặc tạo dự án mới bằng phusong import.
error-project-damaged = { $path } bị hỏng nên không thể ghi thêm. Hãy dùng bản sao lưu, hoặc ghi phần còn đọc được sang tệp mới bằng phusong info { $path } --rescue TỆP_MỚI.gpkg
error-project-in-use = { $path } đang được mở ở nơi khác{ $owner ->
        [unknown] {""}
       *[other] {" "}({ $owner })
    }. Ở đây chỉ xem được; hãy đóng cửa sổ hoặc lệnh kia rồi làm lại.
error-project-busy = { $path } đang được ghi ở nơi khác. Hãy đợi lệnh kia xong rồi làm lại.
error-project-read-only = { $path } chỉ cho xem, không cho ghi. Hãy chép tệp sang thư mục của mình, hoặc xin quyền ghi.
error-no-such-import = { $path } không có lần nạp số { $id }. Các lần nạp hiện có: { $imports }.
error-empty-project = { $path } chưa có mẫu đo nào. Hãy nạp tệp mẫu đo bằng phusong import.
error-project-among-files = { $path } là một dự án, không dùng chung với tệp khác. Hãy dùng một mình dự án, hoặc nạp các tệp kia vào dự án bằng phusong import.
error-unwritable-disk-full = ổ đĩa đã đầy

# Cửa sổ
project-recent = Dự án mở gần đây
project-empty = Dự án { $name } chưa có mẫu đo: hãy thả tệp vào đây.
project-menu-open = Mở dự án…
project-menu-new = Tạo dự án mới…
project-menu-keep = Lưu thành dự án…
project-menu-copy = Lưu bản sao…
project-menu-imports = Lịch sử nạp…
project-read-only = { $name } (chỉ xem)
project-read-only-note = Dự án đang mở ở chế độ chỉ xem, nên không gỡ được lần nạp nào.
project-imports-title = Lịch sử nạp của { $name }
project-imports-what = Gỡ một lần nạp là bỏ mọi dòng của nó; dòng trùng bị để riêng vì nó sẽ được tính lại.
project-import-title = Lần nạp { $id } · { $time } · { $who }
project-import-file = { $file } · { $from } – { $to } · { $rows } dòng, dùng được { $kept }, trùng { $repeats }
project-undo = Gỡ
project-undo-sure = Gỡ lần nạp này?
project-undo-yes = Gỡ hẳn
notice-imported = Đã nạp thêm { $added } dòng vào dự án; { $repeats } dòng trùng, { $known } tệp đã nạp trước đây.
notice-imported-changed = Đã nạp thêm { $added } dòng vào dự án ({ $repeats } dòng trùng). Có cột đổi ý nghĩa so với tệp trước: hãy kiểm tra lại.
notice-import-known = Các tệp này đã nạp trước đây, không thêm gì.
notice-import-undone = Đã gỡ lần nạp.
project-context-line = { $file }: { $kind }, { $n } bản ghi, để bên cạnh mẫu đo
project-context-tiles = trung bình theo ô bản đồ
project-context-signal = mức tín hiệu
project-context-towers = trạm phát sóng
project-context-quota = số mẫu theo phường
notice-migrated = Dự án do một bản cũ của chương trình ghi; bản trước khi chuyển được giữ ở { $copy }.
