/* QUANTIZE of float32, as TFLite's own kernels compute it: divided by the scale; ties go away from zero. */
struct quantize_twice {
    float scale;
    int32_t length;
    int32_t zero;
    int32_t min;
    int32_t max;
};

static KERNEL void quantize_twice(const struct quantize_twice *p, const float *in, int8_t *out) {
    int32_t left;
    for (left = p->length; left > 0; left--) {
        float value = *in++ / p->scale;
        float least = (float)(p->min - p->zero), most = (float)(p->max - p->zero), rest;
        int32_t whole;
        value = value < least ? least : value > most ? most : value;
        whole = (int32_t)value;
        rest = value - (float)whole;
        whole += rest >= 0.5f;
        whole -= rest <= -0.5f;
        *out++ = (int8_t)(whole + p->zero);
    }
}
