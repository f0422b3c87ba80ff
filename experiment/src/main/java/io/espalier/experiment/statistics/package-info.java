// SPDX-License-Identifier: Apache-2.0
/** Numbers about numbers, labels and bytes, which know nothing of models. */
@NullMarked
package io.espalier.experiment.statistics;

import org.jspecify.annotations.NullMarked;
