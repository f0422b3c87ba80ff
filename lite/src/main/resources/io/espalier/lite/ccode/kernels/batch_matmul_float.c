#include "limited_float.c"

/* BATCH_MATMUL, and FULLY_CONNECTED with computed weights: a product of matrices for each of some places. Steps are in elements. */
struct batch_matmul_float {
    const int32_t *places;  /* where the matrices of each product start: in a and in b */
    const float *bias;      /* for each column, or 0 */
    float min;
    float max;
    int32_t count;          /* products */
    int32_t rows;
    int32_t columns;
    int32_t length;
    int32_t a_row;
    int32_t a_next;
    int32_t b_column;
    int32_t b_next;
};

static KERNEL void batch_matmul_float(const struct batch_matmul_float *p, const float *a, const float *b, float *out) {
    int32_t n, row, column, k;
    for (n = 0; n < p->count; n++) {
        for (row = 0; row < p->rows; row++) {
            for (column = 0; column < p->columns; column++) {
                const float *x = a + p->places[2 * n] + row * p->a_row;
                const float *y = b + p->places[2 * n + 1] + column * p->b_column;
                float s = 0.0f, t = 0.0f;
                for (k = p->length; k >= 2; k -= 2, x += 2 * p->a_next, y += 2 * p->b_next) {
                    s += x[0] * y[0];
                    t += x[p->a_next] * y[p->b_next];
                }
                if (k > 0) {
                    s += *x * *y;
                }
                s += t + (p->bias ? p->bias[column] : 0.0f);
                *out++ = limited_float(s, p->min, p->max);
            }
        }
    }
}
