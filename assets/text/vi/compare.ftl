### So sánh nhà mạng; cùng một nơi ở những thời điểm khác nhau.

stage-comparison = Đang so sánh các nhà mạng
stage-changes = Đang so với kỳ trước

cli-help-compare-with = Ghi thêm changes.csv: so với kỳ trước đó; previous (liền trước, dài bằng --period), YYYY-MM, YYYY-MM..YYYY-MM hoặc NGÀY..NGÀY

# Bảng So sánh nhà mạng
tab-comparison = So sánh nhà mạng
tab-comparison-short = So sánh
column-comparison = So trong các ô chung
column-shared-cells = Ô chung
column-difference = Chênh lệch
column-crude = Nếu chỉ xếp theo số liệu chung
compare-better = { $better } tốt hơn { $other }
compare-draw = { $a } và { $b } hòa
compare-too-few = { $a } và { $b }: quá ít ô chung
compare-too-few-why = Dưới { $n } ô chung thì không thể chứng minh ai tốt hơn.
compare-points = { $better } hơn { $n } điểm %
compare-points-why = Tỷ lệ phiếu không đạt ngưỡng của { $better } thấp hơn { $n } điểm %, tính trung bình trên các ô chung.
compare-points-equal = 0 điểm %
compare-crude = { $better } xếp trên
compare-crude-reversed = { $better } xếp trên, nhưng so cùng ô thì ngược lại
compare-crude-equal = ngang nhau
compare-empty = Chưa có hai nhà mạng nào cùng có phiếu đo trong một ô theo tiêu chí và công nghệ đang chọn.

# Phiếu bằng chứng: nhà mạng khác ở cùng chỗ
who-only-this = Chỉ { $operator } yếu ở đây; cùng chỗ, { $fine } đạt.
who-several = Không chỉ { $operator } yếu ở đây: { $weak } cũng yếu; { $fine } đạt.
who-all = Các nhà mạng đủ phiếu ở đây đều yếu: { $operator }, { $weak }.
who-not-known = Chưa đủ phiếu để nói các nhà mạng khác ở đây thế nào.

# Theo giờ: gợi ý, không phải kết luận
hours-capacity = Gợi ý thiếu dung lượng: chỉ yếu buổi tối 19–22 giờ ({ $peak } phiếu không đạt), giờ khác đạt ({ $rest }).
hours-coverage = Gợi ý thiếu vùng phủ: yếu cả buổi tối 19–22 giờ ({ $peak } phiếu không đạt) lẫn giờ khác ({ $rest }).
hours-peak-not-measured = Theo giờ: chưa đủ phiếu buổi tối 19–22 giờ ({ $peak } không đạt) để gợi ý nguyên nhân.
hours-rest-not-measured = Theo giờ: chưa đủ phiếu ngoài 19–22 giờ ({ $rest } không đạt) để gợi ý nguyên nhân.
hours-unclear = Theo giờ: không rõ quy luật (19–22 giờ: { $peak } phiếu không đạt; giờ khác: { $rest }).

# Theo tháng
spot-months = Yếu { $weak } trong { $measured } tháng có đo.
spot-not-measured-since = Chưa đo lại ở đây từ sau tháng { $month }: chưa thể nói đã tốt lên.

# Trước và sau khi sửa
fix-title = Trước và sau khi nhà mạng sửa
fix-choose = Chọn tháng sửa xong…
fix-none = Không so sánh
fix-from = Sửa xong từ tháng { $month }
fix-better = Xác nhận đã tốt lên (p = { $p }).
fix-worse = Xấu đi (p = { $p }).
fix-no-evidence = Chưa có bằng chứng là đã thay đổi (p = { $p }).
fix-more-cells = Chưa đủ phiếu: cần đo lại ở thêm ít nhất { $n } ô từng đo trước khi sửa.
fix-too-few-before = Trước khi sửa mới đo dưới 6 ô: không thể chứng minh thay đổi bằng cách so từng ô.
fix-votes = Phiếu không đạt: trước { $before }, sau { $after }; { $cells } ô có cả hai.
