/* PAD of rows and pixels: a row of the output. */
struct pad {
    int32_t in_row;         /* bytes */
    int32_t out_row;
    int32_t left;           /* bytes before the input in a row */
    int16_t top;            /* rows before the input */
    int16_t in_h;
    int16_t in_rows;
    int16_t out_rows;
    int16_t value;
};

static KERNEL void pad(const struct pad *p, const int8_t *in, int8_t *out, int32_t y) {
    int32_t row = y - p->top;
    out += (y % p->out_rows) * p->out_row;
    memset(out, p->value, (size_t)p->out_row);
    if (row >= 0 && row < p->in_h) {
        memcpy(out + p->left, in + (row % p->in_rows) * p->in_row, (size_t)p->in_row);
    }
}
