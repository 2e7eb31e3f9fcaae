/* SPDX-License-Identifier: MIT */
/*
 * The conditions, in the order in which they are judged. A row: name, the
 * function that judges it, the questions it belongs to, whether it needs a
 * device, the conditions it stands on (once one of them failed there is nothing
 * to judge), what is so when it is met, what to do when it is not and its
 * function does not know better.
 */
CONDITION("firmware-table", condition_firmware_table, ALL, false, STANDS_ON(NULL),
	  "the firmware describes an IOMMU", "turn the IOMMU on in the firmware's setup")
CONDITION("kernel-driver", condition_kernel_driver, ALL, false, STANDS_ON("firmware-table"),
	  "the kernel has the IOMMU's driver", "use a kernel that has the IOMMU's driver")
CONDITION("driver-enabled", condition_driver_enabled, ALL, false, STANDS_ON("kernel-driver"),
	  "nothing keeps the driver from using the IOMMU", "boot without the option")
CONDITION("unit-present", condition_unit_present, ALL, false, STANDS_ON(NULL),
	  "the kernel lists IOMMUs", "look for the reason in the kernel's log (dmesg)")
CONDITION("device-behind-unit", condition_device_behind_unit, ALL, true, STANDS_ON("unit-present"),
	  "the device is behind an IOMMU",
	  "look in the firmware's setup and its updates: its table has no IOMMU for the device")
CONDITION("group-isolated", condition_group_isolated, PASID | SVA | PASSTHROUGH, true,
	  STANDS_ON("device-behind-unit"), "the device is alone in its IOMMU group",
	  "put the device into a slot whose port has ACS")
CONDITION("hardware-pasid", condition_hardware_pasid, PASID | SVA, false,
	  STANDS_ON("unit-present", "device-behind-unit"), "the IOMMU has PASIDs",
	  "use hardware whose IOMMU has PASIDs: no option adds them")
CONDITION("hardware-nesting", condition_hardware_nesting, NESTING, false,
	  STANDS_ON("unit-present", "device-behind-unit"), "the IOMMU nests stage 1 on stage 2",
	  "use hardware whose IOMMU has nested translation: no option adds it")
CONDITION("hardware-dirty", condition_hardware_dirty, DIRTY, false,
	  STANDS_ON("unit-present", "device-behind-unit"), "the IOMMU tracks dirty pages",
	  "use hardware whose IOMMU tracks dirty pages: no option adds it")
CONDITION("kernel-mode", condition_kernel_mode, PASID | SVA | NESTING, false,
	  STANDS_ON("unit-present", "device-behind-unit"),
	  "the kernel runs the IOMMU in the mode that this needs",
	  "add intel_iommu=on,sm_on to the kernel's command line")
CONDITION("path-prefix", condition_path_prefix, PASID | SVA, true, STANDS_ON(NULL),
	  "all ports on the way pass End-End TLP prefixes on, in which PASIDs travel",
	  "put the device into a slot whose ports support End-End TLP prefixes")
CONDITION("path-acs", condition_path_acs, PASID | SVA, true, STANDS_ON(NULL),
	  "all ports on the way isolate by ACS",
	  "put the device into a slot whose ports have ACS, or turn ACS on in the firmware's setup")
CONDITION("endpoint-pasid", condition_endpoint_pasid, PASID | SVA, true, STANDS_ON(NULL),
	  "the device has PASIDs", "use a device with the PASID capability: no option adds it")
CONDITION("domain-type", condition_domain_type, SVA | PASSTHROUGH, true,
	  STANDS_ON("device-behind-unit"), "the device's domain allows it",
	  "write DMA to the group's file type while no driver is bound to the device")
CONDITION("endpoint-ats", condition_endpoint_ats, SVA, true, STANDS_ON(NULL),
	  "the device has ATS", "use a device with ATS: no option adds it")
CONDITION("endpoint-pri", condition_endpoint_pri, SVA, true, STANDS_ON(NULL),
	  "the device has PRI", "use a device with PRI: no option adds it")
CONDITION("kernel-config", condition_kernel_config, SVA | PASSTHROUGH | NESTING | DIRTY, false,
	  STANDS_ON(NULL), "the kernel is built for it", "use a kernel that is built for it")
CONDITION("driver-bound", condition_driver_bound, SVA, true, STANDS_ON(NULL),
	  "a driver is bound to the device", "load the device's driver")
