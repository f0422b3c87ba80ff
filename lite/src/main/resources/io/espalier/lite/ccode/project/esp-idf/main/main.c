/* Runs the model on one input and compares what it answers. Written by Espalier. */
#include "@name@_check.h"

#include <stdio.h>

void app_main(void);

void app_main(void) {
    int wrong = @name@_check();
    if (wrong == 0) {
        printf("@name@: as expected\n");
    } else {
        printf("@name@: %d values are not as expected\n", wrong);
    }
}
