/* SOFTMAX over the last axis, by a table of exponentials: entry d is exp(-d * scale * beta) in units of 2^-31. */
struct softmax {
    const uint32_t *table;
    int32_t length;         /* of the last axis */
    int32_t count;          /* vectors */
};

static KERNEL void softmax(const struct softmax *p, const int8_t *in, int8_t *out) {
    int32_t i, n;
    for (n = 0; n < p->count; n++, in += p->length, out += p->length) {
        uint64_t sum = 0;
        int32_t most = in[0];
        for (i = 1; i < p->length; i++) {
            most = in[i] > most ? in[i] : most;
        }
        for (i = 0; i < p->length; i++) {
            sum += p->table[most - in[i]];
        }
        for (i = 0; i < p->length; i++) {
            uint32_t value = (uint32_t)((((uint64_t)p->table[most - in[i]] << 9) + sum) / (sum + sum));
            out[i] = (int8_t)((value > 255 ? 255 : (int32_t)value) - 128);
        }
    }
}
