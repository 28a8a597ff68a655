; Installs the planner for one user, without administrator rights: makensis -DVERSION=0.1.0 installer.nsi
Unicode true
!include MUI2.nsh
!define TITLE "LLM Cost Planner"
!define NAME "llm-cost-planner"
!define ROOT "..\.."  ; makensis works in the folder of its script
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "${TITLE}"
OutFile "${ROOT}\dist\${NAME}-${VERSION}-windows-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
!define MUI_ICON "${ROOT}\build\icons\application.ico"
!define MUI_UNICON "${ROOT}\build\icons\application.ico"

!insertmacro MUI_PAGE_LICENSE "${ROOT}\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${TITLE}.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Spanish"

; Only what an installer put there goes: plans lie in the user's own data folder, and a portable folder may lie here.
!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    Delete "$INSTDIR\${TITLE}.exe"
    Delete "$INSTDIR\${NAME}.exe"
!macroend

Section
    ; Files of an older version must not stay beside those of the new one.
    !insertmacro RemoveProgram
    SetOutPath "$INSTDIR"
    File /r "${ROOT}\dist\${NAME}\*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${TITLE}.exe"
    WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
    !insertmacro RemoveProgram
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    DeleteRegKey HKCU "${UNINSTALL_KEY}"
SectionEnd
