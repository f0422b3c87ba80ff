#include "unpack.c"

/*
 * The number of the next word of a canonical Huffman code. The code is the number of bits of its shortest word, and for each number of bits the last
 * word, with ones to 16 bits, and what to add to a word for its number.
 */
static int32_t next_word(struct reader *r, const uint16_t *code) {
    uint32_t ahead;
    int32_t bits = *code++;
    while (r->count < 16) {
        r->bits = r->bits << 8 | *r->next++;
        r->count += 8;
    }
    ahead = r->bits >> (r->count - 16) & 0xffff;
    while (ahead > *code) {
        code += 2;
        bits++;
    }
    r->count -= bits;
    return (int32_t)((ahead >> (16 - bits)) + code[1]) & 0xffff;
}

/*
 * Words of values; if there are words of runs, one before each value: 0 for a row that ends with zeros, 255 for as many zeros as gap and no value, and
 * otherwise one more than there are zeros.
 */
static void unpack_huffman(const struct packing *w, struct reader *r, int8_t *row, int32_t length) {
    int8_t *end = row + length;
    int32_t run = w->runs ? -1 : 0, hasValue = 1;
    while (row != end) {
        if (run < 0) {
            int32_t zeros = w->run_lengths[next_word(r, w->runs)];
            hasValue = zeros != 255;
            run = zeros == 0 ? length : hasValue ? zeros - 1 : w->gap;
        }
        if (run > 0) {
            *row++ = 0;
        } else if (hasValue) {
            int32_t word = next_word(r, w->code);
            /* Without values, words are numbered 0, -1, 1, -2 and so on. */
            *row++ = w->values ? w->values[word] : (int8_t)((word & 1) ? -(word >> 1) - 1 : word >> 1);
        }
        run -= w->runs ? 1 : 0;
    }
}
