/* MUL of two tensors of one shape by CMSIS-NN. */
struct cmsis_mul {
    int32_t a_offset;
    int32_t b_offset;
    int32_t out_offset;
    int32_t out_multiplier;
    int32_t out_shift;
    int32_t min;
    int32_t max;
    int32_t length;
};

static KERNEL int cmsis_mul(const struct cmsis_mul *p, const int8_t *a, const int8_t *b, int8_t *out) {
    return arm_elementwise_mul_s8(
            a, b, p->a_offset, p->b_offset, out, p->out_offset, p->out_multiplier, p->out_shift, p->min, p->max,
            p->length);
}
