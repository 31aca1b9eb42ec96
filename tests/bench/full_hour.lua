-- For wrk: asks what ASKED names, one line for each poll (path, tag or nothing, coding or nothing, parted by tabs), in turns; counts statuses.
local requests, threads = {}, {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("first", #threads * 997)
end

function init()
  for line in io.lines(os.getenv("ASKED")) do
    local path, tag, coding = line:match("([^\t]*)\t([^\t]*)\t([^\t]*)")
    local headers = {}
    if tag ~= "" then headers["If-None-Match"] = tag end
    if coding ~= "" then headers["Accept-Encoding"] = coding end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
  turn, unchanged, whole, other = first, 0, 0, 0
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

function response(status)
  if status == 304 then unchanged = unchanged + 1
  elseif status == 200 then whole = whole + 1
  else other = other + 1 end
end

function done(summary, latency)
  local unchanged, whole, other = 0, 0, 0
  for _, thread in ipairs(threads) do
    unchanged, whole, other = unchanged + thread:get("unchanged"), whole + thread:get("whole"), other + thread:get("other")
  end
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format('{"unchanged": %d, "whole": %d, "wrong": %d, "seconds": %f, "p99_ms": %f}\n',
    unchanged, whole, other + failed, summary.duration / 1e6, latency:percentile(99) / 1000))
end
