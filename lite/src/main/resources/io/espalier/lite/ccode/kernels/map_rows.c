/* Each element by itself. */
struct map_rows {
    int32_t length;         /* elements in a row */
    int32_t in_rows;        /* rows that the buffer holds; row y is at y modulo this */
    int32_t out_rows;
    float alpha;            /* what the function needs besides; 0 where it needs nothing */
};
