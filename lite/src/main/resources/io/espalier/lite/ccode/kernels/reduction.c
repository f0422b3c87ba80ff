/* Which elements of a tensor become one element of the output. */
struct reduction {
    int32_t outer;          /* elements of the output: two loops */
    int32_t outer_step;     /* elements of the input from one to the next */
    int32_t inner;
    int32_t inner_step;
    int32_t high;           /* elements of the input for each: two loops */
    int32_t high_step;
    int32_t low;
    int32_t low_step;
};
