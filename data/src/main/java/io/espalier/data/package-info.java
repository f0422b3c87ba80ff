// SPDX-License-Identifier: Apache-2.0
/**
 * Labelled examples: what a data set is, the sets that are known by name, and how they get here.
 *
 * <p>{@link io.espalier.data.Dataset} is the seam to training and to the runtime: examples of one shape and type, read in any
 * order, batch by batch, into buffers that native code can take. Nothing here knows models or tensors of a framework.
 */
@NullMarked
package io.espalier.data;

import org.jspecify.annotations.NullMarked;
