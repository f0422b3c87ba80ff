#include "pool_float.c"

static KERNEL void average_pool_float(const struct pool_float *p, const float *in, float *out, int32_t y) {
    int32_t top = y * p->stride_h - p->pad_top;
    int32_t bottom = top + p->kernel_h < p->in_h ? top + p->kernel_h : p->in_h;
    int32_t x, c, row, column;
    top = top < 0 ? 0 : top;
    out += (y % p->out_rows) * p->out_w * p->channels;
    for (x = 0; x < p->out_w; x++) {
        int32_t left = x * p->stride_w - p->pad_left;
        int32_t right = left + p->kernel_w < p->in_w ? left + p->kernel_w : p->in_w;
        left = left < 0 ? 0 : left;
        for (c = 0; c < p->channels; c++) {
            float sum = 0.0f;
            for (row = top; row < bottom; row++) {
                const float *line = in + (row % p->in_rows) * p->in_w * p->channels + c;
                for (column = left; column < right; column++) {
                    float value = line[column * p->channels];
                    sum += value;
                }
            }
            *out++ = limited_float(sum / (float)((bottom - top) * (right - left)), p->min, p->max);
        }
    }
}
