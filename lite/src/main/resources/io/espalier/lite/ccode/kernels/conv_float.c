#include "filters_float.c"

/* CONV_2D: a row of the output. */
struct conv_float {
    struct filters_float filters; /* [out_c][kernel_h][kernel_w][group_c] */
    int32_t in_h;
    int32_t in_w;
    int32_t in_c;
    int32_t group_c;        /* channels of the input that a filter reads */
    int32_t group_filters;  /* filters that read the same channels */
    int32_t in_rows;        /* rows that the buffer of the input holds; row y is at y modulo this */
    int32_t out_w;
    int32_t out_rows;
    int32_t kernel_h;
    int32_t kernel_w;
    int32_t stride_h;
    int32_t stride_w;
    int32_t dilation_h;
    int32_t dilation_w;
    int32_t pad_top;
    int32_t pad_left;
};

/* The products of one filter with what lies under it; beyond the edge there is nothing. */
static float conv_sum_float(const struct conv_float *p, const float *in, const float *w, int32_t y, int32_t x) {
    int32_t first = 0, last = p->kernel_w, ky, kx;
    float sum = 0.0f;
    while (first < last && x + first * p->dilation_w < 0) {
        first++;
    }
    while (last > first && x + (last - 1) * p->dilation_w >= p->in_w) {
        last--;
    }
    for (ky = 0; ky < p->kernel_h; ky++, y += p->dilation_h) {
        const float *line = in + (y % p->in_rows) * p->in_w * p->in_c;
        const float *filter = w + ky * p->kernel_w * p->group_c;
        if (y < 0 || y >= p->in_h || first == last) {
            continue;
        }
        if (p->dilation_w == 1 && p->group_c == p->in_c) {
            sum += dot_float(line + (x + first) * p->in_c, filter + first * p->in_c, (last - first) * p->in_c);
            continue;
        }
        for (kx = first; kx < last; kx++) {
            sum += dot_float(line + (x + kx * p->dilation_w) * p->in_c, filter + kx * p->group_c, p->group_c);
        }
    }
    return sum;
}

static KERNEL void conv_float(const struct conv_float *p, const float *in, float *out, int32_t y) {
    const struct filters_float *f = &p->filters;
    int32_t x, c;
    out += (y % p->out_rows) * p->out_w * f->channels;
    y = y * p->stride_h - p->pad_top;
    for (x = 0; x < p->out_w; x++) {
        for (c = 0; c < f->channels; c++) {
            const float *group = in + c / p->group_filters * p->group_c;
            float sum = conv_sum_float(p, group, f->weights + c * f->length, y, x * p->stride_w - p->pad_left);
            *out++ = limited_float(sum + (f->bias ? f->bias[c] : 0.0f), f->min, f->max);
        }
    }
}
