-- For wrk: every path of a file is asked for once, over all connections together.
-- usage: wrk -t 1 -c USERS -d SECONDS -s load.lua BASE -- FILE
-- Ends with the last answer and prints how many there were of each status, and the seconds from the
-- first request to that answer.

local ffi = require("ffi")
ffi.cdef [[
struct timespec { long seconds; long nanoseconds; };
int clock_gettime(int clock, struct timespec *now);
]]
local MONOTONIC = 1

local paths, is_begun, handed_out, answered, statuses = {}, false, 0, 0, {}
local first = nil

local function seconds()
   local now = ffi.new("struct timespec")
   ffi.C.clock_gettime(MONOTONIC, now)
   return tonumber(now.seconds) + tonumber(now.nanoseconds) / 1e9
end

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
   first = first or seconds()
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
      print("seconds", seconds() - first)
      for code, count in pairs(statuses) do
         print(code, count)
      end
      io.stdout:flush()
      os.exit(0) -- wrk itself would wait until its time is over
   end
end
