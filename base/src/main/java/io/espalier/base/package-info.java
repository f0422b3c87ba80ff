// SPDX-License-Identifier: Apache-2.0
/** Types that every module uses: exceptions, preprocessing, provenance and progress. */
@NullMarked
package io.espalier.base;

import org.jspecify.annotations.NullMarked;
