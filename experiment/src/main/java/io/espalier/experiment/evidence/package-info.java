// SPDX-License-Identifier: Apache-2.0
/** Gathers what the page of a report shows besides the table, while models and examples are at hand. Not for users. */
@NullMarked
package io.espalier.experiment.evidence;

import org.jspecify.annotations.NullMarked;
