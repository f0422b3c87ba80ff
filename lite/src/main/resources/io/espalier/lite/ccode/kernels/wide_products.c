#include "wide.c"

/* BATCH_MATMUL of 16-bit numbers that are all computed. */
struct wide_products {
    const int32_t *starts;  /* for each product: where both matrices start */
    int32_t count;
    int32_t rows;
    int32_t columns;
    int32_t depth;
    int32_t a_row;          /* elements from row to row */
    int32_t a_depth;
    int32_t b_depth;
    int32_t b_column;
    struct wide wide;
};

static KERNEL void wide_products(const struct wide_products *p, const int16_t *a, const int16_t *b, int16_t *out) {
    int32_t n, row, column, k;
    for (n = 0; n < p->count; n++) {
        for (row = 0; row < p->rows; row++) {
            const int16_t *x = a + p->starts[2 * n] + row * p->a_row;
            for (column = 0; column < p->columns; column++) {
                const int16_t *w = b + p->starts[2 * n + 1] + column * p->b_column;
                int64_t sum = 0;
                for (k = 0; k < p->depth; k++) {
                    sum += (int32_t)x[k * p->a_depth] * w[k * p->b_depth];
                }
                *out++ = wide_output(&p->wide, sum, 0);
            }
        }
    }
}
