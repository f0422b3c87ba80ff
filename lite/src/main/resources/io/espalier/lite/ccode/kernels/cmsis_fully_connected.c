/* FULLY_CONNECTED by CMSIS-NN. */
struct cmsis_fully_connected {
    const int8_t *weights;      /* [out][in] */
    const int32_t *bias;
    const int32_t *multipliers; /* one, or one for each output */
    const int32_t *shifts;
    cmsis_nn_fc_params params;
    cmsis_nn_dims in;
    cmsis_nn_dims matrix;       /* n: inputs of one vector, c: outputs */
    cmsis_nn_dims out;
    int32_t per_channel;
    int32_t work;               /* bytes that it works in */
};

/* CMSIS-NN takes multipliers and shifts as pointers to variables, but only reads them. */
static KERNEL int cmsis_fully_connected(const struct cmsis_fully_connected *p, const int8_t *in, int8_t *out, int8_t *work) {
    const cmsis_nn_context context = {p->work > 0 ? work : NULL, p->work};
    const cmsis_nn_quant_params scales = {(int32_t *)p->multipliers, (int32_t *)p->shifts, p->per_channel};
    const cmsis_nn_dims bias = {1, 1, 1, p->out.c};
#if defined(ARM_MATH_MVEI)
    /* With Helium it wants the sums of the weights of each output, and the bias with them. */
    int status = arm_vector_sum_s8((int32_t *)(void *)work, p->matrix.n, p->matrix.c, p->weights,
            p->params.input_offset, p->params.filter_offset, p->bias);
    if (status != ARM_CMSIS_NN_SUCCESS) {
        return status;
    }
#endif
    return arm_fully_connected_wrapper_s8(
            &context, &p->params, &scales, &p->in, in, &p->matrix, p->weights, &bias, p->bias, &p->out, out);
}
