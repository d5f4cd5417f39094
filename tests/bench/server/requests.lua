-- What wrk sends: SERVER (portal or peer) says in whose words, WHAT (save, list or receipt) says what.
-- TOKENS has a line for each person who is logged in: the cookie, the form's token and, for the
-- portal, the draft. FORM is the file with what is filled in, RECEIPT an address, HOST our own host.
local portal = os.getenv("SERVER") == "portal"
local what = os.getenv("WHAT")

local function read(name)
  local path = os.getenv(name)
  if not path then return "" end
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

local people = {}
for line in read("TOKENS"):gmatch("[^\n]+") do
  local words = {}
  for word in line:gmatch("%S+") do words[#words + 1] = word end
  people[#people + 1] = words
end
local form = read("FORM")
local receipt = os.getenv("RECEIPT")
local host = os.getenv("HOST")
local expected = what == "save" and 303 or 200
local at = math.random(#people)

local function headers(cookie)
  if portal then
    return { ["Host"] = host, ["Origin"] = "http://" .. host, ["Cookie"] = "__Host-lucka=" .. cookie }
  end
  return { ["Cookie"] = "sid=" .. cookie }
end

request = function()
  at = at % #people + 1
  local person = people[what == "receipt" and 1 or at]
  local head = headers(person[1])
  if what == "save" then
    head["Content-Type"] = "application/x-www-form-urlencoded"
    local path = portal and "/mina-sidor/utkast/" .. person[3] .. "/bygget" or "/draft"
    return wrk.format("POST", path, head, form .. "&csrf=" .. person[2])
  end
  if what == "receipt" then return wrk.format("GET", receipt, head) end
  return wrk.format("GET", portal and "/mina-sidor/" or "/mina-sidor", head)
end

-- Counted here: to wrk a redirect to the login is as good as one to the next step.
wrong, bytes = 0, 0
response = function(status, headers, body)
  if status ~= expected then wrong = wrong + 1 end
  if what == "save" and portal and not (headers["location"] or headers["Location"] or ""):find("/utkast/", 1, true) then wrong = wrong + 1 end
  bytes = #body
end

local threads = {}
setup = function(thread) threads[#threads + 1] = thread end

done = function(summary, latency)
  local wrong, bytes = 0, 0
  for _, thread in ipairs(threads) do
    wrong, bytes = wrong + thread:get("wrong"), thread:get("bytes")
  end
  local errors = summary.errors
  print(string.format("RESULT rps=%.1f p50=%.3f p99=%.3f max=%.3f requests=%d wrong=%d errors=%d bytes=%d",
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3, summary.requests, wrong, errors.connect + errors.read + errors.write + errors.timeout, bytes))
end
