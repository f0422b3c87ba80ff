/* Each byte by a table of 256: the entry of -128 comes first. */
struct lookup {
    const int8_t *table;
    int32_t length;         /* bytes in a row */
    int16_t in_rows;
    int16_t out_rows;
};

static KERNEL void lookup(const struct lookup *p, const int8_t *in, int8_t *out, int32_t y) {
    int32_t left;
    in += (y % p->in_rows) * p->length;
    out += (y % p->out_rows) * p->length;
    for (left = p->length; left > 0; left--) {
        *out++ = p->table[*in++ + 128];
    }
}
