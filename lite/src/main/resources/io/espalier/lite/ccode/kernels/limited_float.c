static INLINE float limited_float(float x, float min, float max) {
    return x < min ? min : x > max ? max : x;
}
