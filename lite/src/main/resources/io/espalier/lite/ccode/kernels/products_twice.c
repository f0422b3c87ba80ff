#include "twice.c"
#include "clamp.c"

/* BATCH_MATMUL of two tensors that are both computed. */
struct products_twice {
    const int32_t *starts;  /* for each product: where both matrices start */
    int32_t count;
    int32_t rows;
    int32_t columns;
    int32_t depth;
    int32_t a_row;          /* elements from row to row */
    int32_t a_depth;
    int32_t b_depth;
    int32_t b_column;
    int32_t a_zero;
    int32_t b_zero;
    int32_t out_zero;
    int32_t multiplier;
    int32_t shift;
};

static KERNEL void products_twice(const struct products_twice *p, const int8_t *a, const int8_t *b, int8_t *out) {
    int32_t n, row, column, k;
    for (n = 0; n < p->count; n++) {
        for (row = 0; row < p->rows; row++) {
            const int8_t *x = a + p->starts[2 * n] + row * p->a_row;
            for (column = 0; column < p->columns; column++) {
                const int8_t *w = b + p->starts[2 * n + 1] + column * p->b_column;
                int32_t sum = 0;
                for (k = 0; k < p->depth; k++) {
                    sum += (x[k * p->a_depth] - p->a_zero) * (w[k * p->b_depth] - p->b_zero);
                }
                *out++ = clamped(scaled_twice(sum, p->multiplier, p->shift), p->out_zero, -128, 127);
            }
        }
    }
}
