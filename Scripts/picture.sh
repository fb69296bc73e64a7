# shellcheck shell=bash
# Sourced by the scripts that take pictures of the screen: needs tmux, aha and chromium.
for tool in tmux aha chromium; do
    command -v $tool >/dev/null || { echo "please install $tool (apt-get install tmux aha chromium fonts-dejavu-core fonts-freefont-ttf)" >&2; exit 1; }
done
out=docs/screens
mkdir -p $out
work=$(mktemp -d)
socket=sretop-screens-$$
tm() { tmux -L "$socket" -f /dev/null -u "$@"; }
trap 'tm kill-server 2>/dev/null || true; rm -rf "$work"' EXIT

# picture NAME COLUMNS ROWS [light]: what the pane shows now, as a PNG, on a dark or a light background.
picture() {
    local background='#111' foreground='#ddd' black=--black
    if [ "${4:-}" = light ]; then background='#fff' foreground='#222' black=''; fi
    {
        printf '<meta charset=utf-8><style>body{margin:8px;background:%s}' "$background"
        printf '@font-face{font-family:Dots;src:local("DejaVu Sans");unicode-range:U+2800-28FF;size-adjust:82.2%%}pre{margin:0;color:%s;' "$foreground"
        printf 'font:15px/18px "DejaVu Sans Mono",Dots,FreeMono,monospace}</style>'
        tm capture-pane -e -p | aha --no-header $black | sed '1s/^/<pre>/;$s/$/<\/pre>/'
    } >"$work/page.html"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
        --window-size=$(($2 * 9 + 32)),$(($3 * 18 + 26)) --screenshot="$out/$1.png" "file://$work/page.html" >/dev/null 2>&1
    echo "$out/$1.png"
}

# wait_for TEXT: until the pane shows it, 60 s at most.
wait_for() {
    for _ in $(seq 600); do
        if tm capture-pane -p | grep -qF -- "$1"; then return; fi
        sleep 0.1
    done
    echo "'$1' never appeared:" >&2
    tm capture-pane -p >&2
    exit 1
}

# open_screen SIZE COMMAND [VARIABLE=VALUE...]: the command in a pane of that size.
open_screen() {
    local size=$1 command=$2
    shift 2
    tm kill-server 2>/dev/null || true
    tm new-session -d -x "${size%x*}" -y "${size#*x}" "env TERM=tmux-256color LC_ALL=C.UTF-8 $* $command"
}
