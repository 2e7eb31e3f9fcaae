# SPDX-License-Identifier: MIT
# What the guest has to know of the IOMMUs that it pretends to have: registers,
# as kernel/models/ has them. No QEMU has such hardware.

# An SMMUv3 with substream IDs of 20 bits and two-level tables of them.
smmu="idr0=d4c101b idr1=2730510 idr2=0 idr3=1414 idr4=0 idr5=74 iidr=0 cr0=d cr2=6"
smmu="$smmu coherent=1 page_size=4096"

# An AMD IOMMU whose PASID tables have up to three levels.
amd="cap=1f03000f efr=5000f000099d3 efr2=8 pasize=48 la57=1"
