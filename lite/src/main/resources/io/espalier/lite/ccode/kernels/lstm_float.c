#include "lstm_gates_float.c"
#include "real_logistic.c"
#include "real_tanh.c"

static float lstm_gate_float(const struct lstm_float *p, const float *w, const float *r, const float *b, const float *x, const float *h, int32_t c) {
    return dot_float(x, w + c * p->features, p->features) + dot_float(h, r + c * p->cells, p->cells) + b[c];
}

static KERNEL void lstm_float(const struct lstm_float *p, const float *in, float *hidden, float *state, float *out) {
    int32_t n, t, c;
    for (n = 0; n < p->batch; n++) {
        const float *h = hidden + n * p->cells;
        float *s = state + n * p->cells;
        for (t = 0; t < p->steps; t++) {
            const float *x = in + n * p->batch_in + t * p->step_in;
            float *y = out + n * p->batch_out + t * p->step_out;
            for (c = 0; c < p->cells; c++) {
                float input = lstm_gate_float(p, p->input_weights, p->input_recurrent, p->input_bias, x, h, c);
                float forget = lstm_gate_float(p, p->forget_weights, p->forget_recurrent, p->forget_bias, x, h, c);
                float cell = lstm_gate_float(p, p->cell_weights, p->cell_recurrent, p->cell_bias, x, h, c);
                float output = lstm_gate_float(p, p->output_weights, p->output_recurrent, p->output_bias, x, h, c);
                float value = real_logistic(forget) * s[c] + real_logistic(input) * real_tanh(cell);
                if (p->clip > 0.0f) {
                    value = value < -p->clip ? -p->clip : value > p->clip ? p->clip : value;
                }
                s[c] = value;
                y[c] = real_logistic(output) * real_tanh(value);
            }
            h = y;
        }
        memcpy(hidden + n * p->cells, h, (size_t)p->cells * sizeof(float));
    }
}
