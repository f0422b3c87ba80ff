// SPDX-License-Identifier: Apache-2.0
/** Accuracies over seeds: what a way to train or to compress a model brings. */
@NullMarked
package io.espalier.bench.accuracy;

import org.jspecify.annotations.NullMarked;
