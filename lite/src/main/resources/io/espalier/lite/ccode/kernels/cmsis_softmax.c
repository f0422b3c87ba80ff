/* SOFTMAX over the last axis by CMSIS-NN. */
struct cmsis_softmax {
    int32_t count;              /* vectors */
    int32_t length;             /* of the last axis */
    int32_t multiplier;
    int32_t shift;
    int32_t least;              /* smaller differences from the largest input count as nothing */
};

static KERNEL void cmsis_softmax(const struct cmsis_softmax *p, const int8_t *in, int8_t *out) {
    arm_softmax_s8(in, p->count, p->length, p->multiplier, p->shift, p->least, out);
}
