; Installer for Windows 10 and newer: for one user, without administrator rights.
; makensis -DVERSION=0.1.0 -DFILES=folder -DOUT=setup.exe phusong.nsi
Unicode true
Target amd64-unicode
!include "MUI2.nsh"

!define NAME "Phủ Sóng"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\PhuSong"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\PhuSong"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma

!define MUI_ICON "${FILES}\phusong.ico"
!define MUI_UNICON "${FILES}\phusong.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\phusong.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

Section
  SetOutPath "$INSTDIR"
  File "${FILES}\phusong.exe"
  File "${FILES}\phusong.com"
  File "${FILES}\phusong.ico"
  File "${FILES}\*.txt"
  File "${FILES}\*.md"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\phusong.exe" "" "$INSTDIR\phusong.ico"
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\phusong.exe" "" "$INSTDIR\phusong.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\phusong.ico"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

; What the user measured and decided lies elsewhere and stays.
Section "Uninstall"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$INSTDIR\phusong.exe"
  Delete "$INSTDIR\phusong.com"
  Delete "$INSTDIR\phusong.ico"
  Delete "$INSTDIR\*.txt"
  Delete "$INSTDIR\*.md"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
