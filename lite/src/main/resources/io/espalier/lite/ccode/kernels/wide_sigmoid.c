/*
 * LOGISTIC and TANH of 16-bit numbers, by a table of 1 / (1 + exp(-i / 24)) in units of 2^-16 and straight lines between its entries;
 * tanh(x) = 2 / (1 + exp(-2x)) - 1.
 */
struct wide_sigmoid {
    const uint16_t *table;
    int32_t multiplier;
    int32_t shift;
    int32_t fraction;       /* bits of the input between two entries: 9, or 8 for TANH */
    int32_t length;         /* elements in a row */
    int16_t in_rows;
    int16_t out_rows;
};

static KERNEL void wide_sigmoid(const struct wide_sigmoid *p, const int16_t *in, int16_t *out, int32_t y) {
    int32_t left, half = p->shift > 0 ? 1 << (p->shift - 1) : 0, f = p->fraction;
    in += (y % p->in_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        int32_t x = (*in++ * p->multiplier + half) >> p->shift;
        uint32_t size = (uint32_t)(x < 0 ? -x : x), place = size >> f;
        int32_t value;
        if (place >= 255) {
            value = f == 9 ? 0x7fff << 10 : 0xffff << 8;
        } else {
            uint32_t one = p->table[place], next = p->table[place + 1];
            value = (int32_t)((one << f) + (size & (((uint32_t)1 << f) - 1)) * (next - one));
        }
        if (f == 9) {
            value = x >= 0 ? value + (1 << 9) : (1 << 25) - value + (1 << 9) - 1;
            *out++ = (int16_t)(value >> 10);
        } else {
            value = x >= 0 ? value - (1 << 23) + (1 << 7) : -value + (1 << 23) + (1 << 7) - 1;
            *out++ = (int16_t)(value >> 8);
        }
    }
}
