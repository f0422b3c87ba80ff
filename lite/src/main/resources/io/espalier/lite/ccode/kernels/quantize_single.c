/* QUANTIZE of float32, as XNNPACK computes it: times the inverse of the scale; ties go to the even number. */
struct quantize_single {
    float inverse;
    int32_t length;
    int32_t zero;
    int32_t min;
    int32_t max;
};

static KERNEL void quantize_single(const struct quantize_single *p, const float *in, int8_t *out) {
    int32_t left;
    for (left = p->length; left > 0; left--) {
        float value = *in++ * p->inverse;
        float least = (float)(p->min - p->zero), most = (float)(p->max - p->zero), rest;
        int32_t whole;
        value = value < least ? least : value > most ? most : value;
        whole = (int32_t)value;
        rest = value - (float)whole;
        whole += rest > 0.5f || (rest == 0.5f && (whole & 1) != 0);
        whole -= rest < -0.5f || (rest == -0.5f && (whole & 1) != 0);
        *out++ = (int8_t)(whole + p->zero);
    }
}
