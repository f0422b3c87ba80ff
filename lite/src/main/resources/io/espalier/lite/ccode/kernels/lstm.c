#include "lstm_gates.c"
#include "short_functions.c"

/* The products of one row with the inputs, in units of 2^-12. */
static int32_t lstm_part(const int8_t *w, const int8_t *x, int32_t n, int32_t sum, int32_t multiplier, int32_t shift) {
    for (; n > 0; n--) {
        sum += *w++ * *x++;
    }
    return scaled_twice(sum, multiplier, shift);
}

/* What goes into a gate: both products, each limited to 16 bits. */
#define LSTM_GATE(gate) short_limited(short_limited(lstm_part(p->gate##_weights + c * p->features, x, p->features, p->gate##_sums[c], \
                p->gate##_multiplier, p->gate##_shift)) \
        + lstm_part(p->gate##_recurrent + c * p->cells, h, p->cells, p->gate##_recurrent_sums[c], \
                p->gate##_recurrent_multiplier, p->gate##_recurrent_shift))

/* UNIDIRECTIONAL_SEQUENCE_LSTM of int8 with a cell of int16. */
static KERNEL void lstm(const struct lstm *p, const int8_t *in, int8_t *hidden, int16_t *state, int8_t *out) {
    int32_t n, t, c;
    for (n = 0; n < p->batch; n++) {
        const int8_t *h = hidden + n * p->cells;
        int16_t *s = state + n * p->cells;
        for (t = 0; t < p->steps; t++) {
            const int8_t *x = in + n * p->batch_in + t * p->step_in;
            int8_t *y = out + n * p->batch_out + t * p->step_out;
            for (c = 0; c < p->cells; c++) {
                int32_t forget = short_logistic(LSTM_GATE(forget));
                int32_t cell = short_tanh(LSTM_GATE(cell), 3);
                int32_t input = short_logistic(LSTM_GATE(input));
                int32_t output = short_logistic(LSTM_GATE(output));
                int32_t value = (int16_t)divided(forget * s[c], 15) + (int16_t)divided(input * cell, 15 + p->cell_bits);
                value = short_limited(value);
                if (p->clip > 0) {
                    value = value < -p->clip ? -p->clip : value > p->clip ? p->clip : value;
                }
                s[c] = (int16_t)value;
                value = scaled_twice(output * short_tanh(value, p->cell_bits), p->hidden_multiplier, p->hidden_shift) + p->hidden_zero;
                y[c] = (int8_t)(value < -128 ? -128 : value > 127 ? 127 : value);
            }
            h = y;
        }
        memcpy(hidden + n * p->cells, h, (size_t)p->cells);
    }
}
