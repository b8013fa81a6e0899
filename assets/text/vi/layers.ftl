# Tệp không phải phiếu đo: bảng tổng hợp, ô bản đồ, nhật ký sóng, trạm phát sóng; bảng mỗi chiều đo một dòng

inspect-meaning-implausible = dấu hiệu kết quả bất thường do nguồn số liệu ghi

note-long-table = Bảng ghi mỗi chiều đo trên một dòng (cột “{ $column }”): đã ghép { $rows } dòng thành { $tests } lần đo; { $alone } dòng không có dòng cùng lần đo nên chỉ có một chiều; { $others } dòng không ghi chiều đo đã được bỏ qua.
