// SPDX-License-Identifier: Apache-2.0
/** How quickly pictures are read, and how well they keep up with a training. */
@NullMarked
package io.espalier.bench.images;

import org.jspecify.annotations.NullMarked;
