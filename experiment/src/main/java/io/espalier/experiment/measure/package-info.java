// SPDX-License-Identifier: Apache-2.0
/** Sizes, accuracy and latency of models, measured and compared. */
@NullMarked
package io.espalier.experiment.measure;

import org.jspecify.annotations.NullMarked;
