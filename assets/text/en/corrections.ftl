### Left out by hand: samples, phones, desks, with a reason; names of places.

cli-help-leave-out = Table (CSV, Excel) of what to leave out by hand, with the columns kind,file,row,device,lon,lat,reason; kind is sample (a row of a file), phone, or desk (a square of 25 m)
cli-said-left-out = Left out by hand: { $n } entries, { $samples } samples.
cli-said-leaves-nothing-out = Row { $row } of the table of what to leave out means no sample. Check the file name, the row, the device id or the position.

error-bad-corrections = { $path }: some rows cannot be understood: { $list }. Nothing was analysed; mend these rows and run again.
correction-fault = row { $row } ({ $fault })
correction-faults-more = { $list } and { $more } more rows
correction-fault-kind = the column kind must be sample, phone or desk
correction-fault-no-reason = no reason
correction-fault-no-file = no file name
correction-fault-row = the row must be a whole number from 1 on
correction-fault-time = the time cannot be read
correction-fault-no-device = no device id
correction-fault-position = longitude or latitude missing or wrong

edit-leave-out = leaving out by hand
edit-take-back = taking back what was left out
edit-place-name = name of a place

leave-out-sample = Leave this sample out…
leave-out-phone = Leave out all samples of this phone…
leave-out-desk = Leave out all { $operator } samples on this spot (25 m)…
leave-out-menu = Click a sample to leave out the sample, the phone or the spot
leave-out-title = Leave out by hand
leave-out-n = { $n ->
    [1] 1 sample is taken out of all statistics and verdicts.
   *[other] { $n } samples are taken out of all statistics and verdicts.
}
leave-out-none = No sample fits this.
leave-out-reason = Reason (required; printed in every report and export)
leave-out-reason-hint = for example: test phone of the engineers that stays on a desk
leave-out-apply = Leave out
leave-out-undo = It can be undone (Ctrl + Z) or taken back in the table “Data quality”.

left-out-sample = The sample in row { $row } of { $file }
left-out-phone = A phone
left-out-desk = 25 m around { $place } ({ $operator })
left-out-list = Left out by hand: { $n } entries, { $samples } samples. See or take back
left-out-column-what = Left out
left-out-column-samples = Samples
left-out-column-reason = Reason
left-out-take-back = Take back

place-name = Name of this place
place-name-hint = a name, such as: behind the market
