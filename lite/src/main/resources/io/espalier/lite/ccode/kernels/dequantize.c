/* DEQUANTIZE to float32. */
struct dequantize {
    float scale;
    int32_t zero;
    int32_t length;
};

static KERNEL void dequantize(const struct dequantize *p, const int8_t *in, float *out) {
    int32_t left;
    for (left = p->length; left > 0; left--) {
        *out++ = (float)(*in++ - p->zero) * p->scale;
    }
}
