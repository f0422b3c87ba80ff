// SPDX-License-Identifier: Apache-2.0
/** What the outputs of a model are for, and the losses that train it. */
@NullMarked
package io.espalier.train.task;

import org.jspecify.annotations.NullMarked;
