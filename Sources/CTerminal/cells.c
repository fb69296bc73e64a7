#include "internal.h"

#include <string.h>
#include <wchar.h>

static short pair_for(cterm *terminal, int16_t foreground, int16_t background) {
    if (terminal->colors == 0 || (foreground < 0 && background < 0)) return 0;
    for (int i = 0; i < terminal->pair_count; i++) {
        if (terminal->pairs[i].foreground == foreground && terminal->pairs[i].background == background) {
            return (short)(i + 1);
        }
    }
    int next = terminal->pair_count;
    if (next >= CTERM_PAIRS || init_pair((short)(next + 1), foreground, background) == ERR) return 0;
    terminal->pairs[next].foreground = foreground;
    terminal->pairs[next].background = background;
    terminal->pair_count = next + 1;
    return (short)(next + 1);
}

static attr_t curses_attributes(uint8_t attributes) {
    attr_t result = A_NORMAL;
    if (attributes & CTERM_BOLD) result |= A_BOLD;
    if (attributes & CTERM_DIM) result |= A_DIM;
    if (attributes & CTERM_REVERSE) result |= A_REVERSE;
    if (attributes & CTERM_UNDERLINE) result |= A_UNDERLINE;
    return result;
}

static void add(cterm *terminal, int row, int column, const wchar_t *text, const cterm_cell *cell) {
    cchar_t symbol;
    short pair = pair_for(terminal, cell->foreground, cell->background);
    if (setcchar(&symbol, text, curses_attributes(cell->attributes), pair, NULL) == ERR) return;
    // The lower right cell answers ERR, because the cursor cannot go on from there, but is stored. A wide one at
    // the edge cannot occur: a buffer keeps wide symbols whole.
    (void)mvwadd_wch(terminal->window, row, column, &symbol);
}

int cterm_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

void cterm_put(cterm *terminal, int row, int column, const cterm_cell *cell) {
    if (row < 0 || column < 0 || row >= getmaxy(terminal->window) || column >= getmaxx(terminal->window)) return;
    wchar_t text[4] = {(wchar_t)cell->base, (wchar_t)cell->marks[0], (wchar_t)cell->marks[1], 0};
    bool fits = column + cell->width <= getmaxx(terminal->window);
    if (fits && wcwidth(text[0]) == cell->width) {
        for (int i = 1; i < 3; i++) {
            if (text[i] != 0 && wcwidth(text[i]) != 0) text[i] = 0;
        }
        add(terminal, row, column, text, cell);
        return;
    }
    // This library counts other columns than the caller: what is drawn must not shift its neighbours.
    for (int i = 0; i < cell->width && column + i < getmaxx(terminal->window); i++) {
        add(terminal, row, column + i, fits ? L"?" : L" ", cell);
    }
}

cterm_cell cterm_get(cterm *terminal, int row, int column) {
    cterm_cell cell = {.foreground = -1, .background = -1};
    cchar_t symbol;
    memset(&symbol, 0, sizeof symbol);
    if (mvwin_wch(terminal->window, row, column, &symbol) == ERR) return cell;
    wchar_t text[CCHARW_MAX + 1] = {0};
    attr_t attributes = 0;
    short pair = 0;
    if (getcchar(&symbol, text, &attributes, &pair, NULL) == ERR) return cell;
    cell.base = (uint32_t)text[0];
    cell.marks[0] = (uint32_t)(text[0] ? text[1] : 0);
    cell.marks[1] = (uint32_t)(cell.marks[0] ? text[2] : 0);
    int width = wcwidth(text[0]);
    cell.width = (uint8_t)(width > 0 ? width : 0);
    if (attributes & A_BOLD) cell.attributes |= CTERM_BOLD;
    if (attributes & A_DIM) cell.attributes |= CTERM_DIM;
    if (attributes & A_REVERSE) cell.attributes |= CTERM_REVERSE;
    if (attributes & A_UNDERLINE) cell.attributes |= CTERM_UNDERLINE;
    if (pair > 0) pair_content(pair, &cell.foreground, &cell.background);
    return cell;
}

void cterm_erase(cterm *terminal) { werase(terminal->window); }

void cterm_refresh(cterm *terminal, bool whole) {
    if (whole) clearok(curscr, TRUE);
    wnoutrefresh(terminal->window);
    doupdate();
    cterm_output_collect(terminal);
}
