/* CONV_2D by CMSIS-NN. */
struct cmsis_conv {
    const int8_t *weights;      /* [out_c][kernel_h][kernel_w][in_c] */
    const int32_t *bias;
    const int32_t *multipliers; /* one for each channel of the output */
    const int32_t *shifts;
    cmsis_nn_conv_params params;
    cmsis_nn_dims in;
    cmsis_nn_dims kernel;
    cmsis_nn_dims out;
    int32_t work;               /* bytes that it works in */
};

/* CMSIS-NN takes multipliers and shifts as pointers to variables, but only reads them. */
static KERNEL int cmsis_conv(const struct cmsis_conv *p, const int8_t *in, int8_t *out, int8_t *work) {
    const cmsis_nn_context context = {p->work > 0 ? work : NULL, p->work};
    const cmsis_nn_per_channel_quant_params scales = {(int32_t *)p->multipliers, (int32_t *)p->shifts};
    const cmsis_nn_dims bias = {1, 1, 1, p->out.c};
    return arm_convolve_wrapper_s8(
            &context, &p->params, &scales, &p->in, in, &p->kernel, p->weights, &bias, p->bias, &p->out, out);
}
