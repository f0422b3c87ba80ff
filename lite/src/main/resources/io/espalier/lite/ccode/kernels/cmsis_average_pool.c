#include "cmsis_pool.c"

/* AVERAGE_POOL_2D by CMSIS-NN. */
struct cmsis_average_pool {
    struct cmsis_pool pool;
    int32_t work;               /* bytes that it works in */
};

static KERNEL int cmsis_average_pool(const struct cmsis_average_pool *p, const int8_t *in, int8_t *out, int8_t *work) {
    const cmsis_nn_context context = {p->work > 0 ? work : NULL, p->work};
    const struct cmsis_pool *q = &p->pool;
    return arm_avgpool_s8(&context, &q->params, &q->in, in, &q->kernel, &q->out, out);
}
