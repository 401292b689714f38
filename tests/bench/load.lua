-- For wrk: every path of a file is asked for once, over all connections together.
-- usage: wrk -t 1 -c USERS -d SECONDS -s load.lua BASE -- FILE
-- Ends with the last answer and prints how many there were of each status.

local paths, is_begun, handed_out, answered, statuses = {}, false, 0, 0, {}

function init(args)
   for path in io.lines(args[1]) do
      paths[#paths + 1] = path
   end
end

function request()
   if not is_begun then -- wrk tries what this gives before it connects
      is_begun = true
      return wrk.format("GET", "/")
   end
   handed_out = handed_out + 1
   if handed_out > #paths then
      return "" -- nothing is sent, and the connection waits
   end
   return wrk.format("GET", paths[handed_out])
end

function response(status)
   statuses[status] = (statuses[status] or 0) + 1
   answered = answered + 1
   if answered == #paths then
      for code, count in pairs(statuses) do
         print(code, count)
      end
      io.stdout:flush()
      os.exit(0) -- wrk itself would wait until its time is over
   end
end
