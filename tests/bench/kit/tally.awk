# What `tocsin tally` counts, of lines as a receiver exports them: their fields at fixed places, nothing checked. Texts that
# recur are replaced by numbers, which makes it no slower and halves the memory. Prints "NAME NOTICE [VALUE] COUNT" a line.
BEGIN { FS = "\"" }
{
  source = number(sources, $12)
  receipt = source " " $8
  if (receipt in seen) { duplicates++; next }
  seen[receipt]
  receipts++
  if ($38 == "test") { tests++; next }
  notice = $28 "/" substr($31, 2) + 0
  reader = number(notices, notice) " " number(readers, source " " $42)
  count(notices[notice] " " source, "installations " notice)
  count(reader, "readers " notice)
  count(reader $38, $38 " " notice)
  count(reader "l" $46, "locale " notice " " $46)
  count(reader "c" $50, "client " notice " " $50)
  count(reader "o" $54, "os " notice " " $54)
}
function number(table, text) {
  if (!(text in table)) table[text] = ++numbers
  return table[text]
}
function count(member, figure) {
  if (member in counted) return
  counted[member]
  figures[figure]++
}
END {
  print receipts + 0, duplicates + 0, tests + 0
  for (figure in figures) print figure, figures[figure]
}
